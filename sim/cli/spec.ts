/** `corfuzz spec`: TLA+ specs checked exhaustively, or walked through at random. */
import { type Command, Option } from 'commander';
import { InputError } from '../model/input-error.ts';
import type { Style } from '../report/style.ts';
import { compact, counted, duration } from '../report/units.ts';
import type { ActionCoverage, CheckOutcome, CheckResult, TraceState } from '../tla/checker/result.ts';
import { type SpecAnswer, SpecThread } from '../tla/checker/spec-thread.ts';
import type { Sources, SpecJob } from '../tla/checker/worker-protocol.ts';
import type { Span } from '../tla/ir/span.ts';
import type { SimulationResult } from '../tla/simulate/simulate.ts';
import { excerptOf, placeOf } from '../tla/source/source-text.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { Interrupt } from './interrupt.ts';
import { quietOption, reporterOption } from './options.ts';
import { Output, type ReporterName } from './output.ts';
import { parseCount, parseSeed } from './parse.ts';
import { configOf, moduleFile } from './spec-files.ts';
import { addSpecPlay } from './spec-play.ts';

interface SpecFlags {
  readonly config?: string;
  /** False for `--no-deadlock`, true for `--deadlock`. */
  readonly deadlock?: boolean;
  readonly coverage?: true;
  readonly reporter?: readonly ReporterName[];
  readonly quiet?: true;
}

interface CheckFlags extends SpecFlags {
  readonly maxStates?: number;
}

interface SimulateFlags extends SpecFlags {
  readonly seed: number;
  readonly walks: number;
  readonly depth: number;
}

const checkExamples = `
SPEC is a file, or the name of a module in this folder, in ./specs, or among the specs that ship. Without --config it is SPEC.cfg
beside it, else MC_SPEC.cfg.

Examples:
  corfuzz spec check FlashUnit
  corfuzz spec check Queue.tla --config Queue_big.cfg --max-states 1000000
  corfuzz spec check ChainLog --reporter json | jq '.distinct'

Exit codes: 0 all of it holds; 1 something does not; 2 the spec or its .cfg file is wrong; 5 stopped early, or not supported.`;

const simulateExamples = `
Examples:
  corfuzz spec simulate ChainLog --seed 7 --walks 1000 --depth 100

The same seed gives the same walks. Exit codes are those of \`spec check\`.`;

export function addSpec(program: Command, exit: (code: ExitCode) => void): void {
  const spec = program.command('spec').summary('check TLA+ specs').description('Works with specs in TLA+.');
  withFlags(spec.command('check').argument('<SPEC>', 'a .tla file, or the name of a module'))
    .summary('explore all states of a spec')
    .description('Explores every state of a TLA+ spec and says whether what its .cfg file claims is true.')
    .option('--max-states <N>', 'stop after so many distinct states', parseCount)
    .addHelpText('after', checkExamples)
    .action(async (name: string, flags: CheckFlags) => exit(await checkSpec(name, flags)));
  withFlags(spec.command('simulate').argument('<SPEC>', 'a .tla file, or the name of a module'))
    .summary('walk at random through the states of a spec')
    .description('Walks at random through the states of a TLA+ spec; the same seed gives the same walks.')
    .option('--seed <S>', 'where chance begins', parseSeed, 0)
    .option('--walks <N>', 'how many walks', parseCount, 100)
    .option('--depth <D>', 'how many states a walk may have', parseCount, 100)
    .addHelpText('after', simulateExamples)
    .action(async (name: string, flags: SimulateFlags) => exit(await simulateSpec(name, flags)));
  addSpecPlay(spec, exit);
}

function withFlags(command: Command): Command {
  return command
    .option('--config <FILE>', 'the .cfg file')
    .addOption(new Option('--deadlock', 'a state without a step is an error, whatever the .cfg file says'))
    .addOption(new Option('--no-deadlock', 'a state without a step is none').default(undefined))
    .option('--coverage', 'print how often each action was taken')
    .addOption(reporterOption(['text', 'json']))
    .addOption(quietOption());
}

async function checkSpec(name: string, flags: CheckFlags): Promise<ExitCode> {
  const job: SpecJob = { job: 'check', ...filesOf(name, flags), statesMax: flags.maxStates ?? null };
  return perform(job, flags);
}

async function simulateSpec(name: string, flags: SimulateFlags): Promise<ExitCode> {
  const { seed, walks, depth } = flags;
  return perform({ job: 'simulate', ...filesOf(name, flags), seed, walks, depthMax: depth }, flags);
}

function filesOf(
  name: string,
  { config, deadlock }: SpecFlags,
): { readonly file: string; readonly configFile: string | null; readonly checkDeadlock: boolean | null } {
  const file = moduleFile(name);
  return { file, configFile: configOf(file, config), checkDeadlock: deadlock ?? null };
}

async function perform(job: SpecJob, flags: SpecFlags): Promise<ExitCode> {
  const output = new Output({ reporters: flags.reporter ?? ['text'], verbosity: 0, quiet: flags.quiet ?? false });
  const startedAt = performance.now();
  const thread = new SpecThread(job, (news) => {
    if (news.is === 'print') output.progress.say(news.text);
    else {
      const { distinct, generated, queue, depth } = news.counts;
      output.progress.update(
        () => `${compact(generated)} generated, ${compact(distinct)} distinct, ${compact(queue)} to do, depth ${depth}`,
      );
    }
  });
  const interrupt = new Interrupt(() => thread.windDown());
  try {
    const answer = await thread.answer;
    const code = print(answer, flags, output, (performance.now() - startedAt) * 1000);
    return interrupt.signalled ? exitCodes.interrupted : code;
  } finally {
    interrupt.dispose();
    await thread.close();
  }
}

function print(answer: SpecAnswer, flags: SpecFlags, output: Output, micros: number): ExitCode {
  switch (answer.is) {
    case 'input':
      throw new InputError(`${answer.message}\n${answer.excerpt}`);
    case 'failure':
      throw new Error(answer.stack);
    default: {
      const { result, from } = answer;
      if (output.has('json')) output.document(`${JSON.stringify(jsonOf(result, from), null, 2)}\n`);
      if (output.has('text')) {
        const counts = answer.is === 'checked' ? checkedCounts(answer.result) : walkedCounts(answer.result);
        output.print(textOf(result, from, `${counts} in ${duration(micros)}`, flags, output));
      }
      return codeOf(result.result);
    }
  }
}

function codeOf(result: CheckOutcome): ExitCode {
  switch (result) {
    case 'ok':
      return exitCodes.pass;
    case 'limit':
    case 'unsupported':
      return exitCodes.inconclusive;
    default:
      return exitCodes.violation;
  }
}

function checkedCounts({ generated, distinct, depth }: CheckResult): string {
  if (generated === 0) return 'no behaviour to explore, only assumptions,';
  return `${counted(generated, 'state')} generated, ${distinct.toLocaleString('en-US')} distinct, depth ${depth}`;
}

function walkedCounts({ walks, states, seed }: SimulationResult): string {
  return `${counted(walks, 'walk')} with seed ${seed}, ${counted(states, 'state')}`;
}

/** Places are written out, and a trace is one record of variables per state. */
function jsonOf(result: CheckResult | SimulationResult, { sources }: Sources): unknown {
  const place = (span: Span): string => placeOf(sources[span[0]]!, span);
  return {
    ...result,
    span: result.span === null ? null : place(result.span),
    trace: result.trace.map(stateJson),
    coverage: result.coverage.map((action) => ({ ...action, span: place(action.span) })),
  };
}

function stateJson({ action, variables }: TraceState): unknown {
  const parameters = action?.parameters.map(({ name, value }) => [name, value]) ?? [];
  return {
    action: action?.name ?? null,
    parameters: Object.fromEntries(parameters),
    state: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
  };
}

function textOf(
  result: CheckResult | SimulationResult,
  from: Sources,
  counts: string,
  flags: SpecFlags,
  { style }: Output,
): readonly string[] {
  const { spec, violated, message, span, trace, coverage } = result;
  const place = (at: Span): string => placeOf(from.sources[at[0]]!, at);
  if (result.result === 'ok') {
    const lines = [`${style.good('✓')} ${style.strong(spec)}: ${counts}`];
    if ('notJudged' in result && result.notJudged.length > 0) {
      lines.push(`  Not judged, as walks end: ${result.notJudged.join(', ')}`);
    }
    return [...lines, ...(flags.coverage === true ? coverageLines(coverage, place) : neverTaken(coverage, place))];
  }
  const mark = result.result === 'limit' || result.result === 'unsupported' ? style.warning('?') : style.bad('✗');
  const about = violated === null ? '' : ` ${violated}`;
  const lines = [`${mark} ${style.strong(spec)}: ${result.result}${about}: ${message}`];
  if (span !== null) lines.push(`  ${place(span)}`, excerptOf(from.sources[span[0]]!, span));
  lines.push(...traceLines(trace, place, style));
  if ('backTo' in result && result.backTo !== null) lines.push(endOf(result.backTo, trace.length));
  lines.push(counts);
  return flags.coverage === true ? [...lines, ...coverageLines(coverage, place)] : lines;
}

/** The first state whole, then what each step changed. */
function traceLines(trace: readonly TraceState[], place: (span: Span) => string, style: Style): readonly string[] {
  return trace.flatMap(({ action, variables }, i) => {
    const given = action?.parameters.map(({ name, text }) => `${name} = ${text}`).join(', ') ?? '';
    const call = action === null ? '' : given === '' ? action.name : `${action.name}(${given})`;
    const title = i === 0 ? 'initially' : action === null ? 'then' : `${call}  ${style.faint(place(action.span))}`;
    const changes = variables.filter(({ changed }) => changed).map(({ name, text }) => `       ${name} = ${text}`);
    return [`${String(i + 1).padStart(4)}. ${title}`, ...(changes.length > 0 ? changes : ['       (nothing changes)'])];
  });
}

function endOf(backTo: number, length: number): string {
  return backTo === length - 1 ? '      and stays like that forever' : `      and back to state ${backTo + 1}, forever`;
}

function coverageLines(coverage: readonly ActionCoverage[], place: (span: Span) => string): readonly string[] {
  const width = Math.max(0, ...coverage.map(({ name }) => name.length));
  return coverage.map(({ name, span, generated, distinct }) => {
    return `  ${name.padEnd(width)}  ${String(generated).padStart(10)} taken  ${String(distinct).padStart(10)} new  ${place(span)}`;
  });
}

function neverTaken(coverage: readonly ActionCoverage[], place: (span: Span) => string): readonly string[] {
  const dead = coverage.filter(({ generated }) => generated === 0);
  return dead.map(({ name, span }) => `  ${name} was never possible (${place(span)})`);
}
