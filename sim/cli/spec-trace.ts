/** `corfuzz spec trace`: is this a behaviour of the spec? Of a trace of states, or of a run of the stack that the spec is bound to. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { ThreadPool } from '../explore/thread-pool.ts';
import { InputError, messageOf } from '../model/input-error.ts';
import type { HeldReport } from '../refine/held-report.ts';
import { counted } from '../report/units.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { assertMutant } from './known-mutants.ts';
import { mutantOption, outOption, quietOption, reporterOption } from './options.ts';
import { Output } from './output.ts';
import { performSpec, type SpecOutput } from './perform-spec.ts';
import { configOf, moduleFile } from './spec-files.ts';
import { findTarget } from './target.ts';

interface TraceFlags extends SpecOutput {
  readonly config?: string;
  readonly mutant?: string;
  readonly out: string;
}

const examples = `
TRACE is a file of states: a trace that TLC printed or dumped, ITF, or the JSON of \`corfuzz spec check\` and \`tla2json\`. Variables may be left
out. Or it is a run, named as for \`corfuzz replay\`: a capsule, SCENARIO@SEED, or \`last\`; it is run again, and its events are held against
FlashUnit, ChainLog, Reconfig or LayoutPaxos, step by step.

Examples:
  corfuzz spec trace DieHard.tla trace.itf.json
  corfuzz spec check ChainLog --config Bad_ChainLog_P14.cfg --reporter json > p14.json
  corfuzz spec trace ChainLog p14.json            what the right model says of it
  corfuzz spec trace FlashUnit default@17
  corfuzz spec trace ChainLog last

Exit codes: 0 it is a behaviour of the spec; 1 it is none; 2 the spec or the trace is wrong; 5 not supported;
6 nothing in it is a step of the spec.`;

export function addSpecTrace(spec: Command, exit: (code: ExitCode) => void): void {
  spec
    .command('trace')
    .summary('hold a trace, or a run, against a spec')
    .description('Says whether a trace, or a run, is a behaviour of a TLA+ spec; if not, which step is none, and why.')
    .argument('<SPEC>', 'a .tla file, or the name of a module')
    .argument('<TRACE>', 'a file of states, a capsule, SCENARIO@SEED, or `last`')
    .option('--config <FILE>', 'the .cfg file, for a file of states')
    .addOption(mutantOption())
    .addOption(outOption())
    .addOption(reporterOption(['text', 'json']))
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (name: string, trace: string, flags: TraceFlags) => exit(await holdTrace(name, trace, flags)));
}

async function holdTrace(name: string, trace: string, flags: TraceFlags): Promise<ExitCode> {
  const file = moduleFile(name);
  if (isRun(trace)) {
    if (flags.config !== undefined) throw new InputError('--config is for a file of states: a run is its own model');
    return holdRun(basename(file, '.tla'), trace, flags);
  }
  if (flags.mutant !== undefined) throw new InputError('--mutant is for a run: a file of states is what it is');
  return performSpec({ job: 'trace', file, configFile: configOf(file, flags.config), traceFile: trace }, flags);
}

/** A run is named as for `replay`; any other file is one of states. */
function isRun(trace: string): boolean {
  if (existsSync(trace)) return isCapsule(trace);
  if (trace === 'last' || trace.includes('@')) return true;
  throw new InputError(`there is no trace ${trace}: expected a file, SCENARIO@SEED, or last`);
}

function isCapsule(file: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read the trace: ${messageOf(error)}`);
  }
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && 'plan' in json;
  } catch {
    return false;
  }
}

async function holdRun(module: string, trace: string, flags: TraceFlags): Promise<ExitCode> {
  const { scenario, target, mutant } = await findTarget(trace, flags.out, flags.mutant);
  if (mutant !== null) await assertMutant(mutant);
  const output = new Output({ reporters: flags.reporter ?? ['text'], verbosity: 0, quiet: flags.quiet ?? false });
  const pool = new ThreadPool({ size: 1 });
  try {
    const reports = await pool.perform({ job: 'hold', scenario: scenario.url, mutant, target });
    const report = reports.find((each) => each.module === module);
    if (report === undefined) {
      const modules = reports.map((each) => each.module).join(', ');
      throw new InputError(`this run is held against ${modules}; ${module} is bound to nothing in it`);
    }
    if (output.has('json')) output.document(`${JSON.stringify(report, null, 2)}\n`);
    if (output.has('text')) output.print(linesOf(report, output));
    if (report.firstMismatch !== null) return exitCodes.violation;
    return report.matched === 0 ? exitCodes.vacuous : exitCodes.pass;
  } finally {
    await pool.close();
  }
}

function linesOf(report: HeldReport, { style }: Output): readonly string[] {
  const { module, events, matched, stuttered, silent, coverage, firstMismatch, message } = report;
  const counts = `${counted(events, 'event')}, ${matched} steps, ${stuttered} that change nothing`;
  const unsaid = Object.entries(silent).map(([why, count]) => `${count} ${why}`);
  const taken = Object.entries(coverage).filter(([, count]) => count > 0);
  const details = [
    `  ${taken.map(([action, count]) => `${action} ${count}`).join(', ')}`,
    ...(unsaid.length > 0 ? [`  not told, and taken: ${unsaid.join(', ')}`] : []),
  ];
  if (firstMismatch !== null) {
    return [
      `${style.bad('✗')} ${style.strong(module)}: event ${firstMismatch.step}: ${message}`,
      ...firstMismatch.state.map((line) => `      ${line}`),
      `${counts} before`,
    ];
  }
  if (matched === 0) return [`${style.warning('?')} ${style.strong(module)}: nothing in this run is a step of it`];
  return [`${style.good('✓')} ${style.strong(module)}: the run is a behaviour of it: ${counts}`, ...details];
}
