/**
 * The hunt for one planted bug: seed k of every scenario before seed k + 1 of any, until a run breaks an invariant that the bug
 * is known to break. Seeds are counted over all scenarios, one after the other, so the count does not depend on the machine;
 * different bugs are hunted at the same time.
 */
import type { SeedResult } from '../model/seed-result.ts';
import { nameOfVerdict } from '../model/verdict.ts';
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
}

export interface Sighting {
  readonly scenario: string;
  readonly seed: number;
  /** The property of the verdict, or its kind when it names none. */
  readonly invariant: string;
}

export interface HuntResult {
  /** Seeds run, the finding one included. */
  readonly seeds: number;
  readonly found: Sighting | null;
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
  let seeds = 0;
  while (seeds < options.seedsMax && !options.stopped()) {
    const round = Math.floor(seeds / options.scenarios.length);
    const scenario = options.scenarios[seeds % options.scenarios.length] as HuntedScenario;
    const [result] = await pool.perform({
      job: 'seeds',
      scenario: scenario.url,
      mutant: quarry.id,
      first: options.from + round,
      count: 1,
      stride: 1,
      paranoidFirst: false,
      verifyDeterminism: false,
    });
    seeds += 1;
    options.onSeed?.();
    const sighting = sightingOf(scenario.name, result as SeedResult);
    if (sighting === null) continue;
    if (quarry.expected.includes(sighting.invariant)) return { seeds, found: sighting, unexpected };
    unexpected.push(sighting);
  }
  return { seeds, found: null, unexpected };
}

function sightingOf(scenario: string, { seed, verdict }: SeedResult): Sighting | null {
  if (!isFailure(verdict.kind)) return null;
  return { scenario, seed, invariant: nameOfVerdict(verdict) };
}
