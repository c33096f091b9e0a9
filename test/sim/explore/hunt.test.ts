import { describe, expect, test } from 'vitest';
import { hunt } from '../../../sim/explore/hunt.ts';
import { FakePool } from './fake-pool.ts';
import { seedResult } from './seed-result.ts';

const scenarios = [
  { name: 'first', url: 'file:///first.ts' },
  { name: 'second', url: 'file:///second.ts' },
];
const options = { scenarios, from: 0, seedsMax: 100, stopped: () => false };
const quarry = { id: 'P09', expected: ['C-SingleValue', 'C-ReadStable'], departsFrom: ['spec.ChainLog'] };

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
      departure: null,
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
      departure: null,
      unexpected: [{ scenario: 'second', seed: 3, invariant: 'U-WriteOnce' }],
    });
  });

  test('looks for what a run breaks that departs from a spec', async () => {
    const pool = new FakePool(1, (seed, { scenario, without }) => {
      if (scenario !== 'file:///second.ts' || seed < 3) return seedResult(seed);
      if (without.length === 0)
        return seedResult(seed, { verdict: { kind: 'violation', property: 'spec.ChainLog', message: '' } });
      if (seed < 5) return seedResult(seed);
      return seedResult(seed, { verdict: { kind: 'violation', property: 'C-ReadStable', message: '' } });
    });
    expect(await hunt(pool, quarry, options)).toEqual({
      seeds: 12,
      found: { scenario: 'second', seed: 5, invariant: 'C-ReadStable' },
      departure: { scenario: 'second', seed: 3, invariant: 'spec.ChainLog', seeds: 8 },
      unexpected: [],
    });
    expect(pool.asked.filter(({ without }) => without.length > 0).map(({ first }) => first)).toEqual([3, 4, 5]);
  });

  test('is content with a departure when no seed breaks anything', async () => {
    const pool = new FakePool(1, (seed, { scenario, without }) =>
      scenario === 'file:///second.ts' && seed === 3 && without.length === 0
        ? seedResult(seed, { verdict: { kind: 'violation', property: 'spec.ChainLog', message: '' } })
        : seedResult(seed),
    );
    expect(await hunt(pool, quarry, options)).toMatchObject({
      seeds: 100,
      found: { seed: 3, invariant: 'spec.ChainLog' },
      departure: { seeds: 8 },
      unexpected: [],
    });
  });

  test('does not take a departure from another spec for the bug', async () => {
    const result = await hunt(breaking('spec.FlashUnit', 3), quarry, options);
    expect(result).toMatchObject({ found: null, departure: null, unexpected: [{ invariant: 'spec.FlashUnit' }] });
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
