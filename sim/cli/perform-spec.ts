/** Has a thread work on a spec, and prints what comes of it. */
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
import { Output, type ReporterName } from './output.ts';

export interface SpecOutput {
  readonly coverage?: true;
  readonly reporter?: readonly ReporterName[];
  readonly quiet?: true;
}

export async function performSpec(job: SpecJob, flags: SpecOutput): Promise<ExitCode> {
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

function print(answer: SpecAnswer, flags: SpecOutput, output: Output, micros: number): ExitCode {
  switch (answer.is) {
    case 'input':
      throw new InputError(`${answer.message}\n${answer.excerpt}`);
    case 'failure':
      throw new Error(answer.stack);
    default: {
      const { result, from } = answer;
      if (output.has('json')) output.document(`${JSON.stringify(jsonOf(result, from), null, 2)}\n`);
      if (output.has('text')) {
        const counts = countsOf(answer);
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

function countsOf(answer: Extract<SpecAnswer, { readonly result: unknown }>): string {
  switch (answer.is) {
    case 'checked':
      return checkedCounts(answer.result);
    case 'simulated':
      return walkedCounts(answer.result);
    case 'traced':
      return `${counted(answer.result.distinct, 'state')} held`;
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
  flags: SpecOutput,
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
