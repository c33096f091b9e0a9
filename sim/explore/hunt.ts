/**
 * The hunt for one planted bug: seed k of every scenario before seed k + 1 of any, until a run breaks an invariant that the bug
 * is known to break. Seeds are counted over all scenarios, one after the other, so the count does not depend on the machine;
 * different bugs are hunted at the same time.
 *
 * A run that departs from a spec ends there, mostly before it breaks anything: it counts, and is run again without the specs, since what a
 * bug breaks says more than which step is none. The bug is found by a departure only if no seed shows more.
 */
import type { SeedResult } from '../model/seed-result.ts';
import { nameOfVerdict } from '../model/verdict.ts';
import { specsProperty } from '../refine/names.ts';
import { isFailure } from './tally.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface HuntedScenario {
  readonly name: string;
  readonly url: string;
}

/** What is hunted, as far as the hunt needs to know it. */
export interface Quarry {
  readonly id: string;
  /** Invariants whose violation finds it. A benign variant has none: whatever fails, flags it. */
  readonly expected: readonly string[];
  /** What its runs may be reported as that depart from a spec. */
  readonly departsFrom: readonly string[];
}

export interface Sighting {
  readonly scenario: string;
  readonly seed: number;
  /** The property of the verdict, or its kind when it names none. */
  readonly invariant: string;
}

/** The first run that departed from a spec, and how many seeds that took. */
export interface Departure extends Sighting {
  readonly seeds: number;
}

export interface HuntResult {
  /** Seeds run, the finding one included. */
  readonly seeds: number;
  readonly found: Sighting | null;
  /** Null when an invariant was broken before that. */
  readonly departure: Departure | null;
  /** Failures that are not what this bug breaks. */
  readonly unexpected: readonly Sighting[];
}

export interface HuntOptions {
  readonly scenarios: readonly HuntedScenario[];
  readonly from: number;
  /** Over all scenarios. */
  readonly seedsMax: number;
  stopped(): boolean;
  onSeed?(): void;
}

export async function hunt(pool: WorkerPool, quarry: Quarry, options: HuntOptions): Promise<HuntResult> {
  const unexpected: Sighting[] = [];
  let departure: Departure | null = null;
  let seeds = 0;
  while (seeds < options.seedsMax && !options.stopped()) {
    const round = Math.floor(seeds / options.scenarios.length);
    const scenario = options.scenarios[seeds % options.scenarios.length] as HuntedScenario;
    const seed = options.from + round;
    let sighting = await sightingIn(pool, quarry, scenario, seed, []);
    seeds += 1;
    options.onSeed?.();
    if (sighting !== null && quarry.departsFrom.includes(sighting.invariant)) {
      departure ??= { ...sighting, seeds };
      sighting = await sightingIn(pool, quarry, scenario, seed, [specsProperty]);
    }
    if (sighting === null) continue;
    if (quarry.expected.includes(sighting.invariant)) return { seeds, found: sighting, departure, unexpected };
    unexpected.push(sighting);
  }
  return { seeds, found: departure, departure, unexpected };
}

async function sightingIn(
  pool: WorkerPool,
  quarry: Quarry,
  scenario: HuntedScenario,
  seed: number,
  without: readonly string[],
): Promise<Sighting | null> {
  const [result] = await pool.perform({
    job: 'seeds',
    scenario: scenario.url,
    mutant: quarry.id,
    first: seed,
    count: 1,
    stride: 1,
    paranoidFirst: false,
    verifyDeterminism: false,
    without,
  });
  return sightingOf(scenario.name, result as SeedResult);
}

function sightingOf(scenario: string, { seed, verdict }: SeedResult): Sighting | null {
  if (!isFailure(verdict.kind)) return null;
  return { scenario, seed, invariant: nameOfVerdict(verdict) };
}
