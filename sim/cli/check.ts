/** `corfuzz check`: recorded histories of any system, judged. */
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { Datum } from '../check/formats/datum.ts';
import { type LogSpec, logSpecs } from '../check/formats/history.ts';
import { type Kind, kinds } from '../check/formats/kinds.ts';
import { type Format, formats } from '../check/formats/recognise.ts';
import type { Isolation } from '../check/transactions/isolation.ts';
import { InputError } from '../model/input-error.ts';
import { checkScreen } from '../report/check-screen.ts';
import { compact } from '../report/units.ts';
import { type CheckOrder, type CheckedFile, kilobytesWord, operationsWord, sharedWords } from './check-order.ts';
import { CheckThread } from './check-thread-handle.ts';
import { type ExitCode, exitCodeOfCheck, exitCodes, worstOf } from './exit-code.ts';
import { Interrupt } from './interrupt.ts';
import { quietOption, reporterOption } from './options.ts';
import { Output, type ReporterName } from './output.ts';
import { assertWritable } from './output-folder.ts';
import { parseCount, parseName } from './parse.ts';

interface CheckFlags {
  readonly model?: Kind;
  readonly spec?: LogSpec;
  readonly format?: Format;
  readonly initial?: Datum;
  readonly consistency?: Isolation;
  readonly maxConfigurations?: number;
  readonly witness?: string;
  readonly reporter?: readonly ReporterName[];
  readonly quiet?: true;
}

const isolations = [
  'strict-serializable',
  'strong-session-serializable',
  'serializable',
  'snapshot-isolation',
] as const satisfies readonly Isolation[];

const examples = `
Examples:
  corfuzz check history.jsonl
  corfuzz check store/latest/history.edn --model register --initial 0
  corfuzz check history.json --consistency snapshot-isolation
  zcat history.jsonl.gz | corfuzz check - --reporter json | jq .verdict
  corfuzz check log.jsonl --spec corfu --witness proof.json

Exit codes: 0 every history is right, 1 one is not, 2 bad usage or a file that is no history, 5 not decided within the limits.`;

export function addCheck(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('check')
    .summary('judge recorded histories of any system')
    .description(
      'Reads histories that any system left, and says whether a log, an object or transactions can have given these answers; ' +
        "if not, shows the few operations that prove it. Reads JSON lines, Jepsen's history.edn and plain logs, and the JSON " +
        'of Maelstrom and Elle.',
    )
    .argument('<FILE...>', 'history files; - is standard input')
    .option(
      '--model <NAME>',
      `what it is a history of: ${kinds.join(', ')} (default: what the file says)`,
      parseName('model', kinds),
    )
    .option(
      '--spec <NAME>',
      `what a log promises: ${logSpecs.join(', ')} (default: what the file says, or atomic)`,
      parseName('spec', logSpecs),
    )
    .option('--initial <VALUE>', 'what a register, a key or a counter holds at first, as JSON or as text', parseInitial)
    .option(
      '--consistency <NAME>',
      `what transactions promise: ${isolations.join(', ')} (default: the first)`,
      parseName('consistency', isolations),
    )
    .option(
      '--format <NAME>',
      `how it is written: ${formats.join(', ')} (default: as it looks)`,
      parseName('format', formats),
    )
    .option('--max-configurations <N>', 'end a search as undecided after this many configurations', parseCount)
    .option('--witness <FILE>', 'write the proof of the verdict, for other programs to check')
    .addOption(reporterOption(['text', 'json']))
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (files: readonly string[], flags: CheckFlags) => exit(await check(files, flags)));
}

async function check(files: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  if (flags.witness !== undefined && files.length > 1) throw new InputError('--witness takes one proof, of one FILE');
  if (flags.witness !== undefined) assertWritable(dirname(flags.witness));
  const { reporter = ['text'], quiet = false } = flags;
  const output = new Output({ reporters: reporter, verbosity: 0, quiet });
  const checked: CheckedFile[] = [];
  for (const path of files) {
    const one = await checkOne(orderOf(path, flags), output);
    if (one === 'interrupted') return exitCodes.interrupted;
    checked.push(one);
    const certificate = one.certificate === 'written' ? flags.witness! : null;
    if (output.has('text')) output.print(checkScreen({ name: path, ...one, certificate }, output.style));
  }
  if (output.has('json')) {
    const documents = checked.map(documentOf);
    const named = documents.map((document, i) => ({ file: files[i]!, ...document }));
    output.document(`${JSON.stringify(documents.length === 1 ? documents[0] : named, null, 2)}\n`);
  }
  return worstOf(checked.map(({ report }) => exitCodeOfCheck(report.verdict)));
}

function orderOf(path: string, flags: CheckFlags): CheckOrder {
  const { model: kind, spec, format, initial, consistency: isolation, maxConfigurations: configurationsMax } = flags;
  return {
    path,
    read: { kind, spec, format, initial },
    judge: { configurationsMax, isolation },
    witness: flags.witness ?? null,
    shared: new Int32Array(new SharedArrayBuffer(sharedWords * Int32Array.BYTES_PER_ELEMENT)),
  };
}

async function checkOne(order: CheckOrder, { progress }: Output): Promise<CheckedFile | 'interrupted'> {
  const thread = new CheckThread(order);
  const interrupt = new Interrupt(() => void thread.end());
  const progressTimer = setInterval(() => progress.update(() => progressText(order)), progressMillis);
  try {
    return await thread.answer;
  } catch (error) {
    if (interrupt.signalled) return 'interrupted';
    throw error;
  } finally {
    clearInterval(progressTimer);
    progress.clear();
    interrupt.dispose();
    await thread.end();
  }
}

const progressMillis = 200;

function progressText({ path, shared }: CheckOrder): string {
  const operations = Atomics.load(shared, operationsWord);
  if (operations > 0) return `corfuzz: judging ${compact(operations)} operations of ${path}`;
  return `corfuzz: reading ${path}, ${(Atomics.load(shared, kilobytesWord) / 1024).toFixed(1)} MB so far`;
}

/** A contract: scripts depend on it. */
function documentOf({ report: { verdict, rule, operations, message } }: CheckedFile): object {
  return { verdict, rule, operations, message };
}

function parseInitial(text: string): Datum {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return text;
    return value as Datum;
  } catch {
    return text;
  }
}
