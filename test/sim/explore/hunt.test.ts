import { describe, expect, test } from 'vitest';
import { hunt } from '../../../sim/explore/hunt.ts';
import { FakePool } from './fake-pool.ts';
import { seedResult } from './seed-result.ts';

const scenarios = [
  { name: 'first', url: 'file:///first.ts' },
  { name: 'second', url: 'file:///second.ts' },
];
const options = { scenarios, from: 0, seedsMax: 100, stopped: () => false };
const quarry = { id: 'P09', expected: ['C-SingleValue', 'C-ReadStable'] };

/** A pool in which seed `at` of the second scenario breaks `property`. */
function breaking(property: string, at: number): FakePool {
  return new FakePool(1, (seed, job) =>
    job.scenario === 'file:///second.ts' && seed === at
      ? seedResult(seed, { verdict: { kind: 'violation', property, message: '' } })
      : seedResult(seed),
  );
}

describe('a hunt', () => {
  test('takes the scenarios in turn, and counts every seed', async () => {
    const pool = breaking('C-ReadStable', 3);
    expect(await hunt(pool, quarry, options)).toEqual({
      seeds: 8,
      found: { scenario: 'second', seed: 3, invariant: 'C-ReadStable' },
      unexpected: [],
    });
    expect(pool.asked.slice(0, 3).map(({ scenario, first }) => [scenario, first])).toEqual([
      ['file:///first.ts', 0],
      ['file:///second.ts', 0],
      ['file:///first.ts', 1],
    ]);
    expect(pool.asked.every(({ mutant }) => mutant === 'P09')).toBe(true);
  });

  test('does not take another invariant for the bug', async () => {
    const result = await hunt(breaking('U-WriteOnce', 3), quarry, options);
    expect(result).toEqual({
      seeds: 100,
      found: null,
      unexpected: [{ scenario: 'second', seed: 3, invariant: 'U-WriteOnce' }],
    });
  });

  test('ends when it is stopped', async () => {
    let seeds = 0;
    const result = await hunt(breaking('U-WriteOnce', 3), quarry, {
      ...options,
      onSeed: () => (seeds += 1),
      stopped: () => seeds === 5,
    });
    expect(result).toMatchObject({ seeds: 5, found: null });
  });
});
