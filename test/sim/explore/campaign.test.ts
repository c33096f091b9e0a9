import { describe, expect, test } from 'vitest';
import { type CampaignOptions, runCampaign } from '../../../sim/explore/campaign.ts';
import { shardOf } from '../../../sim/explore/seed-range.ts';
import { Tally } from '../../../sim/explore/tally.ts';
import { FakePool } from './fake-pool.ts';
import { seedResult } from './seed-result.ts';

const broken = { kind: 'violation', property: 'C-SingleValue', message: 'two values' } as const;

const defaults: CampaignOptions = {
  scenario: 'file:///any.ts',
  mutant: null,
  seeds: { first: 0, stride: 1, count: 100 },
  verifyDeterminism: false,
  failuresMax: Infinity,
  stopped: () => false,
};

async function campaign(pool: FakePool, more: Partial<CampaignOptions> = {}): Promise<Tally> {
  const tally = new Tally(more.failuresMax);
  await runCampaign(pool, { ...defaults, ...more }, tally);
  return tally;
}

describe('a campaign', () => {
  test('runs every seed once', async () => {
    const seen: number[] = [];
    const pool = new FakePool(3, (seed) => {
      seen.push(seed);
      return seedResult(seed);
    });
    const tally = await campaign(pool);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(tally).toMatchObject({ seeds: 100, events: 10_000, operations: 1_000, verdicts: { pass: 100 } });
  });

  test('comes to the same with any number of workers in any order', async () => {
    const one = await campaign(new FakePool(1, (seed) => seedResult(seed)));
    const four = await campaign(new FakePool(4, (seed) => seedResult(seed), { delays: [7, 0, 3, 1, 12] }));
    expect(four.traceHash()).toBe(one.traceHash());
  });

  test('has another hash when one run has', async () => {
    const one = await campaign(new FakePool(1, (seed) => seedResult(seed)));
    const other = await campaign(
      new FakePool(1, (seed) => seedResult(seed, seed === 57 ? { traceHash: 'other' } : {})),
    );
    expect(other.traceHash()).not.toBe(one.traceHash());
  });

  test('ends with the given number of failures, counted in the order of seeds', async () => {
    const run = (seed: number) => seedResult(seed, seed % 10 === 9 ? { verdict: broken } : {});
    const one = await campaign(new FakePool(1, run), { failuresMax: 3 });
    const four = await campaign(new FakePool(4, run, { delays: [9, 2, 0, 5] }), { failuresMax: 3 });
    expect(one.failures.map(({ seed }) => seed)).toEqual([9, 19, 29]);
    expect(one.seeds).toBe(30);
    expect(four.failures.map(({ seed }) => seed)).toEqual([9, 19, 29]);
    expect(four.traceHash()).toBe(one.traceHash());
  });

  test('lets what is under way finish when it is stopped, and asks for no more', async () => {
    let stop = false;
    const pool = new FakePool(2, (seed) => {
      if (seed === 4) stop = true;
      return seedResult(seed);
    });
    const tally = await campaign(pool, { seeds: { first: 0, stride: 1, count: Infinity }, stopped: () => stop });
    const asked = pool.asked.reduce((sum, { count }) => sum + count, 0);
    expect(tally.seeds).toBe(asked);
    expect(tally.seeds).toBeLessThan(20);
  });

  test('can be run in turns, each of which goes on where the last one ended', async () => {
    const inTurns = new Tally();
    const pool = new FakePool(2, (seed) => seedResult(seed), { delays: [3, 0, 1] });
    let turns = 0;
    for (; inTurns.seeds < 100; turns += 1) {
      let asked = 0;
      const stopped = (): boolean => (asked += 1) > 3;
      await runCampaign(pool, { ...defaults, stopped }, inTurns);
    }
    expect(turns).toBeGreaterThan(2);
    expect(pool.asked.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    expect(inTurns.traceHash()).toBe((await campaign(new FakePool(1, (seed) => seedResult(seed)))).traceHash());
  });

  test('runs its first seed even when there is no time left', async () => {
    const tally = await campaign(new FakePool(2, (seed) => seedResult(seed)), { stopped: () => true });
    expect(tally.seeds).toBe(1);
  });

  test('counts a seed that hangs its worker as inconclusive, and only that', async () => {
    const pool = new FakePool(2, (seed) => seedResult(seed), { hangs: [41, 43] });
    const tally = await campaign(pool);
    expect(tally.verdicts).toMatchObject({ pass: 98, inconclusive: 2 });
    expect(tally.failures.map(({ seed }) => seed)).toEqual([41, 43]);
  });

  test('hashes messages of its first seed only', async () => {
    const paranoid: number[] = [];
    const pool = new FakePool(2, (seed, job) => {
      if (job.paranoidFirst && seed === job.first) paranoid.push(seed);
      return seedResult(seed);
    });
    await campaign(pool, { seeds: { first: 5, stride: 1, count: 50 } });
    expect(paranoid).toEqual([5]);
  });

  test('keeps what was done when a worker fails', async () => {
    const pool = new FakePool(1, (seed) => {
      if (seed === 20) throw new Error('a defect');
      return seedResult(seed);
    });
    const tally = new Tally();
    await expect(runCampaign(pool, defaults, tally)).rejects.toThrow('a defect');
    expect(tally.seeds).toBeGreaterThan(0);
  });
});

describe('shards', () => {
  test('share the seeds of the range out among them', () => {
    const seeds = [1, 2, 3].flatMap((index) => {
      const range = shardOf(10, 20, { index, of: 3 });
      return Array.from({ length: range.count }, (_, i) => range.first + i * range.stride);
    });
    expect(seeds.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => 10 + i));
  });

  test('hold the seeds with their remainder', () => {
    expect(shardOf(0, 10, { index: 2, of: 4 })).toEqual({ first: 1, stride: 4, count: 3 });
    expect(shardOf(3, 1, { index: 1, of: 4 })).toMatchObject({ count: 0 });
  });
});
