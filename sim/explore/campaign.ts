/**
 * A campaign: seeds of one scenario over the workers of a pool. Seeds go out in chunks, in order, small enough for progress and
 * for an early end; the tally puts the results back in order. A seed that its worker never came back from is counted as
 * `inconclusive`, and the rest of its chunk is done again.
 *
 * A campaign can be run in turns: each goes on with the seed after the last one in the tally. Its first seed is always run, so that
 * no campaign ends with nothing because others took the time.
 */
import type { SeedResult } from '../model/seed-result.ts';
import type { SeedsJob } from '../run/worker-protocol.ts';
import { type SeedRange, seedAt } from './seed-range.ts';
import { type Tally, isFailure } from './tally.ts';
import { WorkerLost, type WorkerPool } from './worker-pool.ts';

const chunkMicros = 200_000;
const chunkSeedsMax = 500;

export interface CampaignOptions {
  /** The scenario's URL. */
  readonly scenario: string;
  readonly mutant: string | null;
  readonly seeds: SeedRange;
  readonly verifyDeterminism: boolean;
  /** The campaign ends with this many failures; `Infinity` for all. */
  readonly failuresMax: number;
  /** Asked before each chunk but the first of all: whether to let what is under way finish, and end. */
  stopped(): boolean;
  /** Called as results come, in no particular order. */
  onResults?(results: readonly SeedResult[]): void;
}

/** Fills `tally` as it goes, so that what was done by then is there even when it rejects. */
export async function runCampaign(pool: WorkerPool, options: CampaignOptions, tally: Tally): Promise<void> {
  let nextPlace = tally.seeds;
  let failures = tally.failures.length;
  let chunkSeeds = 1;
  let broken = false;

  /** So many seeds as should take about {@link chunkMicros}, from how long the last ones took. */
  const adapt = (results: readonly SeedResult[]): void => {
    const micros = results.reduce((sum, { wallMicros }) => sum + wallMicros, 0) / results.length;
    const wanted = Math.floor(chunkMicros / Math.max(1, micros));
    chunkSeeds = Math.max(1, Math.min(wanted, chunkSeeds * 2, chunkSeedsMax));
  };

  const take = (results: readonly SeedResult[], place: number): void => {
    results.forEach((result, i) => tally.add(place + i, result));
    failures += results.filter(({ verdict }) => isFailure(verdict.kind)).length;
    options.onResults?.(results);
  };

  const runChunk = async (first: number, end: number): Promise<void> => {
    let place = first;
    while (place < end) {
      const job: SeedsJob = {
        job: 'seeds',
        scenario: options.scenario,
        mutant: options.mutant,
        first: seedAt(options.seeds, place),
        count: end - place,
        stride: options.seeds.stride,
        paranoidFirst: place === 0,
        verifyDeterminism: options.verifyDeterminism,
        without: [],
      };
      try {
        const results = await pool.perform(job);
        adapt(results);
        take(results, place);
        return;
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error;
        // Those before the lost seed are cheap to repeat and give the same results; the lost one is not tried again.
        const lost = place + Math.max(0, error.beats - 1);
        await runChunk(place, lost);
        take([inconclusive(seedAt(options.seeds, lost), error.message)], lost);
        place = lost + 1;
      }
    }
  };

  const over = (): boolean => broken || failures >= options.failuresMax || nextPlace >= options.seeds.count;

  const lane = async (): Promise<void> => {
    while (!over() && (nextPlace === 0 || !options.stopped())) {
      const place = nextPlace;
      const end = Math.min(place + chunkSeeds, options.seeds.count);
      nextPlace = end;
      try {
        await runChunk(place, end);
      } catch (error) {
        broken = true;
        throw error;
      }
    }
  };

  const lanes = await Promise.allSettled(Array.from({ length: pool.size }, lane));
  const failed = lanes.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function inconclusive(seed: number, message: string): SeedResult {
  return {
    seed,
    verdict: { kind: 'inconclusive', message },
    events: 0,
    operations: 0,
    succeeded: 0,
    virtualMicros: 0,
    wallMicros: 0,
    traceHash: '',
    fired: {},
    marks: {},
    plannedOperations: 0,
    plannedFaults: 0,
  };
}
