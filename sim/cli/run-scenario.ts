/**
 * The campaign of one scenario, from its first seed to its result: runs, looks at the first failures, prints their screens. It runs
 * in turns, so that scenarios can share the time there is.
 */
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
import { shellWord } from './shell-word.ts';

/** So many failures of a scenario are shrunk and shown; the others are listed. */
const investigatedMax = 3;

const limits = { attemptsMax: 600, millisMax: 20_000 };

export interface ScenarioPlan {
  readonly scenario: LoadedScenario;
  readonly seeds: SeedRange;
  readonly flags: RunFlags;
  /** Whether somebody pressed Ctrl-C. */
  readonly interrupted: () => boolean;
}

export class ScenarioRun {
  /** The defect that ended it early; what was done before is in the result. */
  error: unknown = null;
  readonly #pool: WorkerPool;
  readonly #plan: ScenarioPlan;
  readonly #output: Output;
  readonly #tally: Tally;
  /** What became of the failures that were looked at, by their place among all. */
  readonly #looked: (Failure | undefined)[] = [];

  constructor(pool: WorkerPool, plan: ScenarioPlan, output: Output) {
    this.#pool = pool;
    this.#plan = plan;
    this.#output = output;
    this.#tally = new Tally(plan.flags.maxFailures ?? Infinity);
  }

  /** Whether all its seeds have run, or as many have failed as may. */
  get over(): boolean {
    return this.#tally.full || this.#tally.seeds >= this.#plan.seeds.count;
  }

  /** Runs seeds until `deadline`, on the clock of `performance.now`, and shows what failed. */
  async turn(deadline: number): Promise<void> {
    const { scenario, seeds, flags, interrupted } = this.#plan;
    const { description, file } = scenario;
    try {
      await runCampaign(
        this.#pool,
        {
          scenario: file.url,
          mutant: flags.mutant ?? null,
          seeds,
          verifyDeterminism: flags.verifyDeterminism ?? false,
          failuresMax: flags.maxFailures ?? Infinity,
          stopped: () => interrupted() || performance.now() >= deadline,
          onResults: (results) => showProgress(results, description.name, this.#tally, seeds, this.#output),
        },
        this.#tally,
      );
    } catch (caught) {
      this.error = caught;
    }
    if (this.error === null && !interrupted()) await this.#lookAtFailures();
  }

  result(): ScenarioResult {
    const { scenario, flags } = this.#plan;
    const failures = this.#tally.failures.map((failed, place) => this.#looked[place] ?? failureOf(this.#plan, failed));
    return resultOf(scenario.description, this.#tally, flags.requireSometimes ?? false, failures);
  }

  async #lookAtFailures(): Promise<void> {
    const first = this.#looked.length;
    const failures = this.#tally.failures.slice(first, investigatedMax);
    if (failures.length === 0) return;
    this.#output.progress.update(() => `${this.#plan.scenario.description.name}: shrinking`);
    const found = await Promise.allSettled(failures.map((failed) => look(this.#pool, this.#plan, failed)));
    for (const [i, outcome] of found.entries()) {
      const failed = failures[i] as SeedResult;
      this.#looked[first + i] = undefined;
      if (outcome.status === 'rejected') this.error ??= outcome.reason;
      else if (outcome.value === null) {
        this.#output.print(failureScreen(shownUnseen(this.#plan, failed), this.#output.style));
      } else {
        const { failure, shown } = keep(this.#plan, failed, outcome.value);
        this.#looked[first + i] = failure;
        this.#output.print(failureScreen(shown, this.#output.style));
      }
    }
  }
}

function look(pool: WorkerPool, plan: ScenarioPlan, failed: SeedResult): Promise<Finding | null> {
  const mutant = plan.flags.mutant ?? null;
  const suspect = { scenario: plan.scenario.file.url, mutant, target: { seed: failed.seed }, earlier: failed };
  return investigate(pool, suspect, limits);
}

function keep({ scenario, flags }: ScenarioPlan, { seed }: SeedResult, finding: Finding): KeptFinding {
  const { name } = scenario.description;
  const { file } = scenario;
  const mutant = flags.mutant ?? null;
  return keepFinding(finding, { name, file, seed, mutant, folder: flags.out, shrunkFrom: null });
}

function failureOf(plan: ScenarioPlan, { seed, verdict }: SeedResult): Failure {
  const { kind, property, message } = verdict;
  const replay = replayOfSeed(plan, seed);
  return { seed, verdict: kind, property: property ?? null, message: message ?? kind, replay, capsule: null };
}

function shownUnseen(plan: ScenarioPlan, { seed, verdict }: SeedResult): ShownFailure {
  return {
    scenario: plan.scenario.description.name,
    seed,
    mutant: plan.flags.mutant ?? null,
    verdict,
    recording: null,
    shrinking: null,
    replay: replayOfSeed(plan, seed),
    report: null,
  };
}

function replayOfSeed({ scenario, flags }: ScenarioPlan, seed: number): string {
  const planted = flags.mutant === undefined ? '' : ` --mutant ${flags.mutant}`;
  return `corfuzz replay ${shellWord(`${scenario.file.reference}@${seed}`)}${planted}`;
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
