import { expect, test } from 'vitest';
import { NO_RANK, rankAbove } from '../../../src/paxos/rank.ts';
import { nodeId } from '../../../src/ports/units.ts';

const a = { node: nodeId(3), incarnation: 1 };
const b = { node: nodeId(4), incarnation: 1 };
const aReborn = { node: nodeId(3), incarnation: 2 };

test('a rank is above the one it was asked to be above, and the lowest of its proposer', () => {
  const first = rankAbove(NO_RANK, a);
  const second = rankAbove(first, b);
  const third = rankAbove(second, a);
  expect([first, second, third]).toEqual([first, second, third].toSorted((x, y) => x - y));
  expect(rankAbove(NO_RANK, b)).toBe(second);
  expect(rankAbove(first, a)).toBe(third);
});

test('a proposer that has forgotten its rounds never repeats a rank of a former life', () => {
  const former = new Set<number>();
  let rank = NO_RANK;
  for (let i = 0; i < 100; i += 1) former.add((rank = rankAbove(rank, a)));
  let again = NO_RANK;
  for (let i = 0; i < 100; i += 1) expect(former).not.toContain((again = rankAbove(again, aReborn)));
});

test('ranks fit 48 bits, and what does not fit is refused', () => {
  expect(rankAbove(NO_RANK, { node: nodeId(65535), incarnation: 65535 })).toBeLessThan(2 ** 48);
  expect(() => rankAbove(NO_RANK, { node: nodeId(0), incarnation: 65536 })).toThrow(RangeError);
});
