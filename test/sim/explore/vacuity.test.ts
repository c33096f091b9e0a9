import { describe, expect, test } from 'vitest';
import type { SeedResult } from '../../../sim/model/seed-result.ts';
import { Tally } from '../../../sim/explore/tally.ts';
import { vacuity } from '../../../sim/explore/vacuity.ts';
import { seedResult } from './seed-result.ts';

const description = {
  name: 'any',
  summary: '',
  faults: ['network.drop', 'process.crash'],
  properties: [],
  sometimes: ['a hole was filled'],
  succeedsAtLeastPercent: 50,
  expectsUnavailable: false,
};

const all = { 'network.drop': 3, 'process.crash': 1 };

function tallyOf(seeds: number, more: Partial<SeedResult>): Tally {
  const tally = new Tally();
  for (let seed = 0; seed < seeds; seed += 1) tally.add(seed, seedResult(seed, more));
  return tally;
}

describe('a campaign is vacuous', () => {
  test('not when operations succeed and every fault fires', () => {
    expect(vacuity(description, tallyOf(20, { fired: all }), false)).toEqual([]);
  });

  test('when too few operations succeed', () => {
    expect(vacuity(description, tallyOf(20, { fired: all, succeeded: 4 }), false)).toEqual([
      '40.0 % of 200 operations succeeded; at least 50 % must',
    ]);
  });

  test('when there were no operations at all', () => {
    expect(vacuity(description, tallyOf(20, { fired: all, succeeded: 0, operations: 0 }), false)).toHaveLength(1);
  });

  test('when a fault of many never fires in 20 seeds for each', () => {
    const many = { ...description, faults: ['a', 'b', 'c', 'd', 'e', 'f'] };
    const fired = { a: 1, b: 1, c: 1, d: 1, e: 1 };
    expect(vacuity(many, tallyOf(120, { fired }), false)).toEqual(['never fired: f']);
    expect(vacuity(many, tallyOf(119, { fired }), false)).toEqual([]);
  });

  test('when most of its seeds are unavailable, and it is about something else', () => {
    const verdict = { kind: 'unavailable' } as const;
    expect(vacuity(description, tallyOf(20, { fired: all, verdict }), false)).toEqual([
      '20 of 20 seeds are unavailable, which the scenario does not expect',
    ]);
  });

  test('when most of its seeds go on, and it is about those that cannot', () => {
    const about = { ...description, expectsUnavailable: true };
    expect(vacuity(about, tallyOf(20, { fired: all, verdict: { kind: 'unavailable' } }), false)).toEqual([]);
    expect(vacuity(about, tallyOf(20, { fired: all }), false)).toEqual([
      'only 0 of 20 seeds are unavailable; most should be',
    ]);
  });

  test('when a mark is required and was not reached', () => {
    expect(vacuity(description, tallyOf(1, {}), true)).toEqual(['never reached: a hole was filled']);
    expect(vacuity(description, tallyOf(1, { marks: { 'a hole was filled': 1 } }), true)).toEqual([]);
  });
});
