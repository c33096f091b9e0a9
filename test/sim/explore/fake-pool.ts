import type { AnswerTo, Job, SeedsJob } from '../../../sim/run/worker-protocol.ts';
import type { SeedResult } from '../../../sim/model/seed-result.ts';
import { WorkerLost, type WorkerPool } from '../../../sim/explore/worker-pool.ts';

/**
 * A pool without threads. It finishes jobs in the order of `delays` (macrotasks to wait, in turn), hangs on the seeds that
 * `hangs` names, and remembers what it was asked.
 */
export class FakePool implements WorkerPool {
  readonly size: number;
  readonly beats = 0;
  readonly asked: SeedsJob[] = [];
  readonly #run: (seed: number, job: SeedsJob) => SeedResult;
  readonly #delays: readonly number[];
  readonly #hangs: readonly number[];

  constructor(
    size: number,
    run: (seed: number, job: SeedsJob) => SeedResult,
    more: { delays?: readonly number[]; hangs?: readonly number[] } = {},
  ) {
    this.size = size;
    this.#run = run;
    this.#delays = more.delays ?? [0];
    this.#hangs = more.hangs ?? [];
  }

  async perform<J extends Job>(job: J): Promise<AnswerTo<J>> {
    if (job.job !== 'seeds') throw new Error(`nobody expected a job to ${job.job}`);
    const delay = this.#delays[this.asked.length % this.#delays.length] as number;
    this.asked.push(job);
    for (let i = 0; i < delay; i += 1) await new Promise(setImmediate);
    const results: SeedResult[] = [];
    for (let i = 0; i < job.count; i += 1) {
      const seed = job.first + i * job.stride;
      if (this.#hangs.includes(seed)) throw new WorkerLost('it did not come back', i + 1);
      results.push(this.#run(seed, job));
    }
    return results as unknown as AnswerTo<J>;
  }

  windDown(): void {}

  async close(): Promise<void> {}
}
