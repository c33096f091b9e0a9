/** `corfuzz spec play`: behaviours of a spec, played on the stack that the spec is about. */
import type { Command } from 'commander';
import { ThreadPool } from '../explore/thread-pool.ts';
import { counted } from '../report/units.ts';
import type { PlayReport } from '../run/play-protocol.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { Interrupt } from './interrupt.ts';
import { assertMutant } from './known-mutants.ts';
import { mutantOption, quietOption, reporterOption } from './options.ts';
import { Output, type ReporterName } from './output.ts';
import { parseCount, parseSeed } from './parse.ts';
import { configOf, moduleFile } from './spec-files.ts';

interface PlayFlags {
  readonly config?: string;
  readonly seed: number;
  readonly walks: number;
  readonly depth: number;
  readonly counterexample?: true;
  readonly mutant?: string;
  readonly reporter?: readonly ReporterName[];
  readonly quiet?: true;
}

const examples = `
Each action of a walk becomes work for a client and the delivery of the one message that takes the step, on the real units, sequencer and
clients; of a walk of FlashUnit, a request to one unit, or what happens to its machine: power loss, new devices, rot. After every action the stack must be in the state of the spec. A walk is cut where the spec goes on with what this stack never does.

Examples:
  corfuzz spec play ChainLog --walks 500 --seed 7
  corfuzz spec play ChainLog --config MC_ChainLog_trim.cfg --mutant P05
  corfuzz spec play FlashUnit --mutant P02
  corfuzz spec play ChainLog --config Bad_ChainLog_P14.cfg --counterexample --mutant P14

Exit codes: 0 the stack went where the spec went; 1 they parted; 2 the spec cannot be played; 5 not played to its end.`;

export function addSpecPlay(spec: Command, exit: (code: ExitCode) => void): void {
  spec
    .command('play')
    .summary('let walks of a spec drive the stack')
    .description(
      'Plays random walks of a TLA+ spec, or a counterexample, on the stack, and compares states after every action.',
    )
    .argument('<SPEC>', 'ChainLog, FlashUnit, or a .tla file of one of them')
    .option('--config <FILE>', 'the .cfg file')
    .option('--seed <S>', 'where chance begins', parseSeed, 0)
    .option('--walks <N>', 'how many walks', parseCount, 100)
    .option('--depth <D>', 'how many states a walk may have', parseCount, 30)
    .option('--counterexample', 'play what the model checker finds against the model instead')
    .addOption(mutantOption())
    .addOption(reporterOption(['text', 'json']))
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (name: string, flags: PlayFlags) => exit(await playSpec(name, flags)));
}

async function playSpec(name: string, flags: PlayFlags): Promise<ExitCode> {
  if (flags.mutant !== undefined) await assertMutant(flags.mutant);
  const file = moduleFile(name);
  const configFile = configOf(file, flags.config);
  const { seed, walks, depth, counterexample = false, mutant = null } = flags;
  const output = new Output({ reporters: flags.reporter ?? ['text'], verbosity: 0, quiet: flags.quiet ?? false });
  const pool = new ThreadPool({ size: 1 });
  const interrupt = new Interrupt(() => pool.windDown());
  try {
    const of = counterexample ? ({ counterexample } as const) : { seed, walks, depthMax: depth };
    const report = await pool.perform({ job: 'play', file, configFile, mutant, of });
    if (output.has('json')) output.document(`${JSON.stringify(report, null, 2)}\n`);
    if (output.has('text')) output.print(linesOf(report, output));
    if (report.divergence !== null) return exitCodes.violation;
    if (isIncomplete(report)) return exitCodes.inconclusive;
    return interrupt.signalled ? exitCodes.interrupted : exitCodes.pass;
  } finally {
    interrupt.dispose();
    await pool.close();
  }
}

/** A counterexample that is cut does not show what it is one of; and nothing played is nothing shown. */
function isIncomplete({ actions, violated, cut }: PlayReport): boolean {
  return actions === 0 || (violated !== null && Object.keys(cut).length > 0);
}

function linesOf(report: PlayReport, { style }: Output): string[] {
  const { spec, walks, actions, taken, cut, violated, divergence } = report;
  const what = violated === null ? counted(walks, 'walk') : `the counterexample to ${violated}`;
  const steps = `${what}, ${counted(actions, 'action')}`;
  if (divergence !== null) {
    const { walk, action, message, explanation } = divergence;
    const where = violated === null ? `walk ${walk}, ` : '';
    return [
      `${style.bad('✗')} ${style.strong(spec)} and the stack part at ${where}${action}: ${message}`,
      ...explanation.map((line) => `  ${line}`),
      steps,
    ];
  }
  const actionCounts = Object.entries(taken).map(([name, count]) => `${name} ${count}`);
  const cuts = Object.entries(cut).map(([why, count]) => `  cut ${count}: ${why}`);
  const [mark, result] = isIncomplete(report)
    ? [style.warning('?'), 'not played to its end']
    : [style.good('✓'), 'the stack goes where the spec goes'];
  return [
    `${mark} ${style.strong(spec)}: ${result}: ${steps}`,
    ...(actionCounts.length > 0 ? [`  ${actionCounts.join(', ')}`] : []),
    ...cuts,
  ];
}
