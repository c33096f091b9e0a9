/**
 * The thread in which a history is read and judged, so that the main thread can tell how far it is and hear Ctrl-C. One thread, one history:
 * what it takes of memory goes with it.
 */
import { rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { FileHistory, FileLines } from '../check/formats/history.ts';
import { type ReadOptions, readHistory } from '../check/formats/read-history.ts';
import type { JudgeOptions } from '../check/judge/history-report.ts';
import { judgeHistory } from '../check/judge/judge-history.ts';
import { InputError, messageOf } from '../model/input-error.ts';
import { certificate } from '../report/certificate.ts';
import { type CheckOrder, type CheckReply, type CheckedFile, kilobytesWord, operationsWord } from './check-order.ts';
import { fileChunks } from './file-chunks.ts';
import { writeWhole } from './output-folder.ts';

// A thread has no origin; only windows have.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
if (!isMainThread) parentPort?.postMessage(reply(workerData as CheckOrder));

function reply(order: CheckOrder): CheckReply {
  try {
    return { is: 'answer', answer: check(order) };
  } catch (error) {
    if (error instanceof InputError) return { is: 'input', message: error.message };
    return { is: 'failure', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function check({ path, read, judge, witness, shared }: CheckOrder): CheckedFile {
  let bytes = 0;
  const chunks = fileChunks(path, (count) => {
    bytes += count;
    Atomics.store(shared, kilobytesWord, bytes >> 10);
  });
  const history = readHistory(path === '-' ? 'stdin' : path, chunks, read);
  assertMeant(history, read, judge);
  Atomics.store(shared, operationsWord, history.operations.length);
  const { witness: proof, ...report } = judgeHistory(history, judge);
  const lines = report.operations.map((index) => lineText(index, history.lines));
  if (witness === null) return { report, lines, certificate: 'none' };
  if (report.verdict === 'unknown') {
    // An older one would be taken for the proof of this history.
    rmSync(witness, { force: true });
    return { report, lines, certificate: 'none' };
  }
  try {
    writeWhole(dirname(witness), basename(witness), certificate(history, report, proof));
  } catch (error) {
    throw new InputError(`cannot write the certificate: ${messageOf(error)}`);
  }
  return { report, lines, certificate: 'written' };
}

/** A flag that does nothing would be taken for one that does. */
function assertMeant(
  { kind, subject }: FileHistory,
  { spec, initial }: ReadOptions,
  { isolation }: JudgeOptions,
): void {
  const refuse = (flag: string, of: string): never => {
    throw new InputError(`${flag} is for ${of}, and this is a history of kind "${kind}"`);
  };
  if (spec !== undefined && subject !== 'log') refuse('--spec', 'logs');
  if (isolation !== undefined && subject !== 'transactions') refuse('--consistency', 'transactions');
  if (initial !== undefined && subject !== 'object') refuse('--initial', 'objects');
}

/** `#3 at line 7`, `#3 at lines 7 and 9`. */
function lineText(index: number, { calls, returns }: FileLines): string {
  const [call, end] = [calls[index]!, returns?.[index] ?? null];
  return end === null || end === call ? `#${index} at line ${call}` : `#${index} at lines ${call} and ${end}`;
}
