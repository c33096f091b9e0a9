/** `corfuzz explore`: small worlds, in every order of what happens in them. */
import type { Command } from 'commander';
import { investigate } from '../explore/investigate.ts';
import type { Failure } from '../explore/scenario-result.ts';
import { type Exploration, exploreWorld } from '../explore/systematic/explore-world.ts';
import { ThreadPool } from '../explore/thread-pool.ts';
import type { WorkerPool } from '../explore/worker-pool.ts';
import type { PartFailure } from '../model/enumerated.ts';
import { failureScreen } from '../report/failure-screen.ts';
import { compact } from '../report/units.ts';
import { unreachedIn, type WorldRow, worldTable } from '../report/world-table.ts';
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from './exit-code.ts';
import { Interrupt } from './interrupt.ts';
import { keepFinding } from './keep-finding.ts';
import { assertMutant } from './known-mutants.ts';
import { type LoadedScenario, loadScenarios } from './load-scenarios.ts';
import { mutantOption, outOption, quietOption, reporterOption, verboseOption, workersOption } from './options.ts';
import { Output, type ReporterName } from './output.ts';
import { assertWritable } from './output-folder.ts';
import { parseCount, parseTime } from './parse.ts';
import { findWorlds, shippedWorlds } from './scenario-files.ts';
import { version } from './version.ts';

interface ExploreFlags {
  readonly executions: number;
  /** In milliseconds. */
  readonly time?: number;
  readonly requireExhausted?: true;
  readonly workers: number;
  readonly mutant?: string;
  readonly reporter?: readonly ReporterName[];
  readonly out: string;
  readonly verbose: number;
  readonly quiet?: true;
}

const shrinking = { attemptsMax: 600, millisMax: 20_000 };
const progressMillis = 200;

const examples = `
Examples:
  corfuzz explore                                  every small world that ships
  corfuzz explore owner-and-filler -v              one, with its parts and marks
  corfuzz explore three-writers --mutant P13       with a known bug planted: some order shows it
  corfuzz explore my-world.ts --time 10min         one of your own, as far as it gets in this time
  corfuzz explore writers-and-seal --require-exhausted   fail unless every order was tried

A world is a file as in scenarios/worlds. Of orders that differ only in steps that have nothing to do with each other, one is tried.
Exit codes: 0 pass, 1 violation, 2 bad usage or input, 5 not exhausted though that was required, 6 exhausted and a declared mark was
never reached, 130 interrupted.`;

export function addExplore(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('explore')
    .summary('try every order in small worlds')
    .description(
      'Enumerates the orders in which messages, timeouts and a crash can happen in small worlds, and judges each.',
    )
    .argument('[WORLD...]', 'names of small worlds that ship, or paths of files; without any: all that ship')
    .addOption(
      program
        .createOption('--executions <N>', 'end a part of a world after so many executions')
        .argParser(parseCount)
        .default(100_000),
    )
    .option('--time <TIME>', 'end after this time, such as 60s or 10min', parseTime)
    .option('--require-exhausted', 'fail when some order was not tried')
    .addOption(workersOption())
    .addOption(mutantOption())
    .addOption(reporterOption(['text', 'json']))
    .addOption(outOption())
    .addOption(verboseOption())
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (references: readonly string[], flags: ExploreFlags) => exit(await explore(references, flags)));
}

async function explore(references: readonly string[], flags: ExploreFlags): Promise<ExitCode> {
  const files = references.length === 0 ? shippedWorlds() : findWorlds(references);
  if (flags.mutant !== undefined) await assertMutant(flags.mutant);
  assertWritable(flags.out);
  const { reporter = ['text'], verbose, quiet = false } = flags;
  const output = new Output({ reporters: reporter, verbosity: verbose, quiet });
  const pool = new ThreadPool({ size: flags.workers });
  const interrupt = new Interrupt(() => {
    output.progress.say('corfuzz: ending with what was tried so far; Ctrl-C again to stop at once');
    pool.windDown();
  });
  const outOfTime = flags.time === undefined ? undefined : setTimeout(() => pool.windDown(), flags.time);
  const rows: WorldRow[] = [];
  try {
    for (const world of await loadScenarios(pool, files)) {
      if (interrupt.signalled) break;
      rows.push(await exploreOne(pool, world, flags, output));
    }
    if (output.has('text')) output.print(worldTable(rows, output.style, output.verbosity));
    if (output.has('json')) output.document(`${JSON.stringify({ version: version(), worlds: rows }, null, 2)}\n`);
    return interrupt.signalled ? exitCodes.interrupted : worstOf(rows.flatMap((row) => codesOf(row, flags)));
  } finally {
    clearTimeout(outOfTime);
    output.progress.clear();
    interrupt.dispose();
    await pool.close();
  }
}

async function exploreOne(
  pool: WorkerPool,
  world: LoadedScenario,
  flags: ExploreFlags,
  output: Output,
): Promise<WorldRow> {
  const { file, description } = world;
  const { name, sometimes } = description;
  const ticking = setInterval(
    () => output.progress.update(() => `${name}: ${compact(pool.beats)} executions under way`),
    progressMillis,
  );
  let explored: Exploration;
  try {
    const found = { name, url: file.url, sometimes };
    explored = await exploreWorld(pool, found, flags.mutant ?? null, flags.executions);
  } finally {
    clearInterval(ticking);
  }
  const failures: Failure[] = [];
  for (const failure of explored.failures) failures.push(await lookAt(pool, world, failure, flags, output));
  return { ...explored.world, failures };
}

/** Shrinks and shows what broke something, and keeps it for a replay. */
async function lookAt(
  pool: WorkerPool,
  { file, description: { name } }: LoadedScenario,
  { plan, verdict, executions }: PartFailure,
  flags: ExploreFlags,
  output: Output,
): Promise<Failure> {
  output.progress.say(`${name}: ${verdict.property ?? verdict.kind} in execution ${executions}; shrinking`);
  const mutant = flags.mutant ?? null;
  const finding = await investigate(pool, { scenario: file.url, mutant, target: { plan }, earlier: null }, shrinking);
  const { seed } = plan;
  const { kind, property = null, message = kind } = verdict;
  if (finding === null) return { seed, verdict: kind, property, message, replay: '', capsule: null };
  const { failure, shown } = keepFinding(finding, { name, file, seed, mutant, folder: flags.out, shrunkFrom: null });
  output.print(failureScreen(shown, output.style));
  return failure;
}

function codesOf(row: WorldRow, { requireExhausted }: ExploreFlags): readonly ExitCode[] {
  const { failures, exhausted, lost } = row;
  const codes = failures.map(({ verdict }) => exitCodeOf(verdict));
  if (unreachedIn(row).length > 0) codes.push(exitCodes.vacuous);
  if (lost.length > 0 || (requireExhausted === true && !exhausted && failures.length === 0))
    codes.push(exitCodes.inconclusive);
  return codes;
}
