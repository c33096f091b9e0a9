/** `corfuzz run`: seeds of scenarios, with a verdict for each. */
import type { Command } from 'commander';
import { ThreadPool } from '../explore/thread-pool.ts';
import type { CampaignResult } from '../explore/scenario-result.ts';
import type { StateCount } from '../refine/count-states.ts';
import { specStatesLines } from '../report/spec-states.ts';
import { githubAnnotations } from '../report/github.ts';
import { junit } from '../report/junit.ts';
import { summary } from '../report/summary.ts';
import { type ExitCode, exitCodeOfCampaign, exitCodes } from './exit-code.ts';
import { Interrupt } from './interrupt.ts';
import { loadScenarios } from './load-scenarios.ts';
import { assertMutant } from './known-mutants.ts';
import { Output, type ReporterName, defaultReporters } from './output.ts';
import { assertWritable, writeWhole } from './output-folder.ts';
import { mutantOption, outOption, quietOption, reporterOption, verboseOption, workersOption } from './options.ts';
import { parseCount, parseSeed, parseShard, parseTime } from './parse.ts';
import { type RunFlags, seedRangeOf, seedsDefault } from './run-options.ts';
import { ScenarioRun } from './run-scenario.ts';
import { findScenarios, shippedScenarios } from './scenario-files.ts';
import { version } from './version.ts';

const reporters: readonly ReporterName[] = ['text', 'json', 'junit', 'github'];

/** Long enough that going from one scenario to the next costs nothing that counts. */
const sliceMillisMax = 2_000;

const examples = `
Examples:
  corfuzz run                                  every scenario that ships
  corfuzz run lossy-network --seeds 1000       more seeds of one
  corfuzz run my-scenario.yaml --time 10min    a scenario of your own, as long as there is time
  corfuzz run tiny --seed 0x1f                 one seed
  corfuzz run default --mutant P09             with a known bug planted: it must fail
  corfuzz run --shard 1/4 --reporter json      a quarter of the seeds, in a CI matrix

Exit codes: 0 pass, 1 violation, 2 bad usage or input, 3 stuck, 4 nondeterministic, 5 inconclusive, 6 vacuous, 70 defect of
corfuzz, 130 interrupted. The worst wins: 70, 4, 1, 3, 6, 5.`;

export function addRun(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('run')
    .summary('run seeds of scenarios')
    .description('Runs seeds of scenarios and judges every run. Without a scenario: all that ship.')
    .argument('[SCENARIO...]', 'names of scenarios that ship, or paths of .ts, .js or .yaml files')
    .option(
      '--seeds <N>',
      `seeds of each scenario (default: ${seedsDefault}, or with --time as many as there is time)`,
      parseCount,
    )
    .option('--from <SEED>', 'the first seed, decimal or 0x (default: 0)', parseSeed)
    .addOption(
      program
        .createOption('--seed <SEED>', 'this seed only')
        .argParser(parseSeed)
        .conflicts(['seeds', 'from', 'shard']),
    )
    .option(
      '--time <TIME>',
      'end after this time, such as 60s or 10min, shared among the scenarios, which take turns',
      parseTime,
    )
    .option(
      '--shard <i/n>',
      'the i-th of n parts of the seeds, which may be empty; its result is also written to the output folder',
      parseShard,
    )
    .option('--max-failures <N>', 'end a scenario after this many failures', parseCount)
    .option('--verify-determinism', 'run every seed twice, and name the first event that differs')
    .option('--require-sometimes', 'fail when a mark that a scenario declares was not reached')
    .option('--spec-states', 'count the states of the specs that the runs were in, against all that there are')
    .addOption(workersOption())
    .addOption(mutantOption())
    .addOption(reporterOption(reporters))
    .addOption(outOption())
    .addOption(verboseOption())
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (references: readonly string[], flags: RunFlags) => exit(await run(references, flags)));
}

async function run(references: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const files = references.length === 0 ? shippedScenarios() : findScenarios(references);
  const seeds = seedRangeOf(flags);
  if (flags.mutant !== undefined) await assertMutant(flags.mutant);
  assertWritable(flags.out);
  const { reporter = defaultReporters(), verbose, quiet = false } = flags;
  const output = new Output({ reporters: reporter, verbosity: verbose, quiet });
  const pool = new ThreadPool({ size: flags.workers });
  const interrupt = new Interrupt(() => {
    output.progress.say('corfuzz: finishing the seeds under way; Ctrl-C again to stop at once');
    pool.windDown();
  });
  try {
    const scenarios = await loadScenarios(pool, files);
    if (seeds.count === 0) output.progress.say('corfuzz: none of the seeds belong to this shard, so nothing is run');
    const interrupted = (): boolean => interrupt.signalled;
    const runs = scenarios.map((scenario) => new ScenarioRun(pool, { scenario, seeds, flags, interrupted }, output));
    await takeTurns(runs, flags.time, interrupted);
    const broken = runs.find(({ error }) => error !== null);
    const specStates =
      flags.specStates === true && broken === undefined ? { specStates: await countedStates(pool) } : {};
    const result = { version: version(), scenarios: runs.map((each) => each.result()), ...specStates };
    report(result, flags, output);
    if (broken !== undefined) throw broken.error;
    return interrupt.signalled ? exitCodes.interrupted : exitCodeOfCampaign(result, seeds.count);
  } finally {
    output.progress.clear();
    interrupt.dispose();
    await pool.close();
  }
}

/**
 * Runs scenarios one after the other; in slices, round after round, when there are only `millis` for all of them, so that each has its
 * share whatever the others need. The first round is run to its end: a scenario of which no seed ran was not tried.
 */
async function takeTurns(
  runs: readonly ScenarioRun[],
  millis: number | undefined,
  interrupted: () => boolean,
): Promise<void> {
  const end = millis === undefined ? Infinity : performance.now() + millis;
  const slice = millis === undefined ? Infinity : Math.min(sliceMillisMax, millis / runs.length / 2);
  for (let first = true; first || performance.now() < end; first = false) {
    let allOver = true;
    for (const each of runs) {
      if (interrupted()) return;
      if (each.over) continue;
      allOver = false;
      await each.turn(Math.min(performance.now() + slice, end));
      if (each.error !== null) return;
    }
    if (allOver) return;
  }
}

/** Those of all runs of this command, whichever thread had them. */
async function countedStates(pool: ThreadPool): Promise<readonly StateCount[]> {
  const visited = (await pool.performOnEach({ job: 'visited' })).flat();
  return pool.perform({ job: 'count-states', visited });
}

function report(result: CampaignResult, flags: RunFlags, output: Output): void {
  const { scenarios, specStates } = result;
  const json = `${JSON.stringify(result, null, 2)}\n`;
  const { shard } = flags;
  if (shard !== undefined) writeWhole(flags.out, `shard-${shard.index}-of-${shard.of}.json`, json);
  if (output.has('text')) {
    output.print(summary(scenarios, output.style, output.verbosity));
    if (specStates !== undefined) output.print(specStatesLines(specStates));
  }
  if (output.has('github')) output.print(githubAnnotations(scenarios));
  if (output.has('json')) output.document(json);
  if (output.has('junit')) {
    const path = writeWhole(flags.out, 'junit.xml', junit(scenarios));
    if (output.has('json')) output.progress.say(`corfuzz: JUnit results are in ${path}`);
    else output.document(junit(scenarios));
  }
}
