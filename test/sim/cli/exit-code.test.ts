import { describe, expect, test } from 'vitest';
import type { VerdictKind } from '../../../sim/model/verdict.ts';
import { exitCodeOf, exitCodeOfCampaign, exitCodeOfCheck, worstOf } from '../../../sim/cli/exit-code.ts';
import { resultOf } from '../../../sim/explore/scenario-result.ts';
import { Tally } from '../../../sim/explore/tally.ts';
import { seedResult } from '../explore/seed-result.ts';

const description = {
  name: 'a',
  summary: '',
  faults: [],
  properties: [],
  sometimes: ['m'],
  succeedsAtLeastPercent: 0,
  expectsUnavailable: false,
};

function exitCodeOfKinds(kinds: readonly VerdictKind[], requireSometimes = false): number {
  const tally = new Tally();
  kinds.forEach((kind, seed) => tally.add(seed, seedResult(seed, { verdict: { kind } })));
  const scenarios = [resultOf(description, tally, requireSometimes, [])];
  return exitCodeOfCampaign({ version: '0', scenarios }, Math.max(1, kinds.length));
}

describe('exit codes', () => {
  test.each([
    ['pass', 0],
    ['unavailable', 0],
    ['violation', 1],
    ['stuck', 3],
    ['nondeterministic', 4],
    ['inconclusive', 5],
    ['vacuous', 6],
  ] as const)('%s is %i', (kind, code) => {
    expect(exitCodeOf(kind)).toBe(code);
    expect(exitCodeOfKinds(['pass', kind])).toBe(code);
  });

  test('the worst wins: 70, 4, 1, 3, 6, 5', () => {
    const order = [70, 4, 1, 3, 6, 5, 0] as const;
    order.forEach((code, place) => expect(worstOf(order.slice(place).toReversed())).toBe(code));
    expect(exitCodeOfKinds(['inconclusive', 'stuck', 'violation', 'pass'])).toBe(1);
  });

  test('a recorded history passes, violates, or is inconclusive', () => {
    expect((['ok', 'illegal', 'unknown'] as const).map(exitCodeOfCheck)).toEqual([0, 1, 5]);
  });

  test('a campaign can be vacuous though every seed passes', () => {
    expect(exitCodeOfKinds(['pass'], true)).toBe(6);
  });

  test('a scenario of which no seed ran is inconclusive, unless there was none to run', () => {
    expect(exitCodeOfKinds([], true)).toBe(5);
    const scenarios = [resultOf(description, new Tally(), true, [])];
    expect(exitCodeOfCampaign({ version: '0', scenarios }, 0)).toBe(0);
  });
});
