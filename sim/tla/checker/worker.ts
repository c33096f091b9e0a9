/**
 * The entry of the thread that checks a spec, so that Ctrl-C and progress work meanwhile, and so that deep recursions of specs have a stack
 * large enough.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inspect } from 'node:util';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Surroundings } from '../compile/machine.ts';
import { loadProgram, readSource } from '../load-spec.ts';
import { preferQuickWasm } from '../parse/quick-wasm.ts';
import { simulate } from '../simulate/simulate.ts';
import { placeOf } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import type { Program } from '../ir/program.ts';
import { ItfProblem } from '../tlc/itf.ts';
import { TraceProblem, givenTrace } from '../tlc/trace-file.ts';
import { checkTrace } from '../trace/check-trace.ts';
import { check } from './check.ts';
import type { Counts } from './explore.ts';
import type { Sources, SpecJob, SpecReply, SpecWorkerData } from './worker-protocol.ts';

const port = parentPort as MessagePort;
const { job, stop } = workerData as SpecWorkerData;
const millisBetweenProgress = 100;

function reply(message: SpecReply): void {
  port.postMessage(message);
}

async function perform(): Promise<SpecReply> {
  preferQuickWasm();
  const program = await loadProgram(job.file, job.configFile);
  const surroundings: Surroundings = {
    print: (text) => reply({ is: 'print', text }),
    random: null,
    readFile: (path) => textOf(resolve(dirname(job.file), path)),
  };
  if (job.job === 'trace') {
    const result = checkTrace(program, surroundings, givenTrace(readSource(job.traceFile)));
    return { is: 'traced', result, from: sourcesOf(program) };
  }
  let toldAt = performance.now();
  const onProgress = (counts: Counts): boolean => {
    const now = performance.now();
    if (now - toldAt >= millisBetweenProgress) {
      toldAt = now;
      reply({ is: 'progress', counts });
    }
    return Atomics.load(stop, 0) === 0;
  };
  const deadlock = job.checkDeadlock === null ? {} : { checkDeadlock: job.checkDeadlock };
  if (job.job === 'check') {
    const bound = job.statesMax === null ? {} : { statesMax: job.statesMax };
    const result = check(program, surroundings, { ...bound, ...deadlock, onProgress });
    return { is: 'checked', result, from: sourcesOf(program) };
  }
  const { seed, walks, depthMax } = job;
  const result = simulate(program, surroundings, { seed, walks, depthMax, ...deadlock, onProgress });
  return { is: 'simulated', result, from: sourcesOf(program) };
}

function traceFileOf(asked: SpecJob): string {
  return asked.job === 'trace' ? asked.traceFile : asked.file;
}

function sourcesOf({ sources, unsupported }: Program): Sources {
  return {
    sources: sources.map(({ file, text }) => ({ file, text })),
    warnings: unsupported.map(({ construct, span }) => `${placeOf(sources[span[0]]!, span)}: ${construct}`),
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

try {
  reply(await perform());
} catch (error) {
  if (error instanceof SpecError) reply({ is: 'input', message: error.message, excerpt: error.excerpt });
  else if (error instanceof ItfProblem || error instanceof TraceProblem)
    reply({ is: 'input', message: `${traceFileOf(job)}: ${error.message}`, excerpt: '' });
  else reply({ is: 'failure', stack: inspect(error) });
}
