/** The campaign of one scenario, from its first seed to its result: runs, looks at the first failures, prints their screens. */
import { runCampaign } from '../explore/campaign.ts';
import { type Finding, investigate } from '../explore/investigate.ts';
import { type Failure, type ScenarioResult, resultOf } from '../explore/scenario-result.ts';
import { Tally } from '../explore/tally.ts';
import type { SeedRange } from '../explore/seed-range.ts';
import type { WorkerPool } from '../explore/worker-pool.ts';
import type { SeedResult } from '../model/seed-result.ts';
import { type ShownFailure, failureScreen, sentence } from '../report/failure-screen.ts';
import { compact } from '../report/units.ts';
import { type KeptFinding, keepFinding } from './keep-finding.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import type { Output } from './output.ts';
import type { RunFlags } from './run-options.ts';

/** So many failures of a scenario are shrunk and shown; the others are listed. */
const investigatedMax = 3;

const limits = { attemptsMax: 600, millisMax: 20_000 };

export interface ScenarioRun {
  readonly scenario: LoadedScenario;
  readonly seeds: SeedRange;
  readonly flags: RunFlags;
  /** Whether time is up or somebody pressed Ctrl-C. */
  stopped(): boolean;
  interrupted(): boolean;
}

/** `error` is the defect that ended it early; what was done before is in `result`. */
export interface RanScenario {
  readonly result: ScenarioResult;
  readonly error: unknown;
}

export async function runScenario(pool: WorkerPool, run: ScenarioRun, output: Output): Promise<RanScenario> {
  const { scenario, seeds, flags } = run;
  const { description, file } = scenario;
  const tally = new Tally(flags.maxFailures ?? Infinity);
  let error: unknown = null;
  try {
    await runCampaign(
      pool,
      {
        scenario: file.url,
        mutant: flags.mutant ?? null,
        seeds,
        verifyDeterminism: flags.verifyDeterminism ?? false,
        failuresMax: flags.maxFailures ?? Infinity,
        stopped: () => run.stopped(),
        onResults: (results) => showProgress(results, description.name, tally, seeds, output),
      },
      tally,
    );
  } catch (caught) {
    error = caught;
  }
  const looked = error === null && !run.interrupted() ? tally.failures.slice(0, investigatedMax) : [];
  output.progress.update(() => `${description.name}: shrinking`);
  const found = await Promise.allSettled(looked.map((failed) => look(pool, run, failed)));
  const failures = tally.failures.map((failed) => failureOf(run, failed));
  for (const [place, outcome] of found.entries()) {
    const failed = looked[place] as SeedResult;
    if (outcome.status === 'rejected') error ??= outcome.reason;
    else if (outcome.value === null) output.print(failureScreen(shownUnseen(run, failed), output.style));
    else {
      const { failure, shown } = keep(run, failed, outcome.value);
      failures[place] = failure;
      output.print(failureScreen(shown, output.style));
    }
  }
  return { result: resultOf(description, tally, flags.requireSometimes ?? false, failures), error };
}

function look(pool: WorkerPool, run: ScenarioRun, failed: SeedResult): Promise<Finding | null> {
  const mutant = run.flags.mutant ?? null;
  const suspect = { scenario: run.scenario.file.url, mutant, target: { seed: failed.seed }, earlier: failed };
  return investigate(pool, suspect, limits);
}

function keep({ scenario, flags }: ScenarioRun, { seed }: SeedResult, finding: Finding): KeptFinding {
  const { name } = scenario.description;
  const { reference } = scenario.file;
  const mutant = flags.mutant ?? null;
  return keepFinding(finding, { name, reference, seed, mutant, folder: flags.out, shrunkFrom: null });
}

function failureOf(run: ScenarioRun, { seed, verdict }: SeedResult): Failure {
  const { kind, property, message } = verdict;
  const replay = replayOfSeed(run, seed);
  return { seed, verdict: kind, property: property ?? null, message: message ?? kind, replay, capsule: null };
}

function shownUnseen(run: ScenarioRun, { seed, verdict }: SeedResult): ShownFailure {
  return {
    scenario: run.scenario.description.name,
    seed,
    mutant: run.flags.mutant ?? null,
    verdict,
    recording: null,
    shrinking: null,
    replay: replayOfSeed(run, seed),
    report: null,
  };
}

function replayOfSeed({ scenario, flags }: ScenarioRun, seed: number): string {
  const planted = flags.mutant === undefined ? '' : ` --mutant ${flags.mutant}`;
  return `corfuzz replay ${scenario.file.reference}@${seed}${planted}`;
}

function showProgress(
  results: readonly SeedResult[],
  name: string,
  tally: Tally,
  seeds: SeedRange,
  { progress, verbosity }: Output,
): void {
  for (const { seed, verdict, events, wallMicros } of results) {
    const failed = verdict.kind !== 'pass';
    if (verbosity >= 2 || (verbosity === 1 && failed)) {
      progress.say(`${name}@${seed}: ${sentence(verdict)} (${events} events, ${Math.round(wallMicros / 1000)} ms)`);
    }
  }
  const of = seeds.count > 1e9 ? '' : ` of ${seeds.count}`;
  const failures = tally.failures.length === 0 ? '' : `, ${tally.failures.length} failed`;
  progress.update(() => `${name}: ${tally.seeds}${of} seeds, ${compact(tally.events)} events${failures}`);
}
