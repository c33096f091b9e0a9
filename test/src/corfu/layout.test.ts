import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainOf, chainsBelow, isDropped, type Layout, layoutFault, type Segment } from '../../../src/corfu/layout.ts';
import { epoch, logPosition } from '../../../src/log/position.ts';
import { nodeId } from '../../../src/ports/units.ts';

const chain = (...units: number[]) => units.map(nodeId);
const segment = (start: number, end: number | null, ...stripes: number[][]): Segment => ({
  start: logPosition(start),
  end: end === null ? null : logPosition(end),
  stripes: stripes.map((units) => chain(...units)),
});
const layoutOf = (...segments: Segment[]): Layout => ({
  epoch: epoch(1),
  layoutServers: [nodeId(8)],
  sequencer: nodeId(9),
  sequencerIncarnation: 1,
  segments,
});

const two = layoutOf(segment(0, 5, [0, 1], [2, 3]), segment(5, null, [4, 5], [6, 7], [0, 1]));

describe('a layout', () => {
  it('leads each position to a stripe of its segment, round and round from where that starts', () => {
    const heads = Array.from({ length: 12 }, (_unused, p) => chainOf(two, logPosition(p))[0]);
    expect(heads).toEqual([0, 2, 0, 2, 0, 4, 6, 0, 4, 6, 0, 4]);
    expect(chainOf(two, logPosition(6))).toEqual([6, 7]);
  });

  it('spreads any position over its stripes evenly, however far out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 2 ** 40 }), (from) => {
        const chains = [0, 1, 2].map((i) => chainOf(two, logPosition(from + i)).join());
        expect(new Set(chains).size).toBe(3);
        expect(chainOf(two, logPosition(from + 3)).join()).toBe(chains[0]);
      }),
      { seed: 1 },
    );
  });

  it('says which chains may hold anything below a position, each once', () => {
    expect(chainsBelow(two, logPosition(0))).toEqual([]);
    expect(chainsBelow(two, logPosition(5))).toEqual([chain(0, 1), chain(2, 3)]);
    expect(chainsBelow(two, logPosition(6))).toHaveLength(5);
    const shared = chain(0, 1);
    const same = layoutOf(
      { ...segment(0, 5), stripes: [shared] },
      { ...segment(5, null), stripes: [shared, chain(2)] },
    );
    expect(chainsBelow(same, logPosition(9))).toEqual([shared, chain(2)]);
  });

  it('has nothing below its first segment, when segments were dropped', () => {
    const dropped = layoutOf(segment(6, 9, [0]), segment(9, null, [1]));
    expect(layoutFault(dropped)).toBeUndefined();
    expect([5, 6].map((p) => isDropped(dropped, logPosition(p)))).toEqual([true, false]);
    expect(() => chainOf(dropped, logPosition(5))).toThrow(RangeError);
    expect(chainsBelow(dropped, logPosition(6))).toEqual([]);
  });

  it('has no fault when its segments partition all positions and only the last is open', () => {
    expect(layoutFault(two)).toBeUndefined();
    expect(layoutFault(layoutOf(segment(0, null, [0])))).toBeUndefined();
    expect(layoutFault(layoutOf(segment(0, 0, [0]), segment(0, null, [0])))).toBeUndefined();
  });

  it.each([
    ['no segment', layoutOf()],
    ['starts at 6 instead of 5', layoutOf(segment(0, 5, [0]), segment(6, null, [0]))],
    ['starts at 4 instead of 5', layoutOf(segment(0, 5, [0]), segment(4, null, [0]))],
    ['segment 0 is open', layoutOf(segment(0, null, [0]), segment(5, null, [0]))],
    ['is the last and closed', layoutOf(segment(0, 5, [0]))],
    ['ends before it starts', layoutOf(segment(0, 5, [0]), segment(5, 3, [0]), segment(3, null, [0]))],
    ['has no stripe', layoutOf(segment(0, null))],
    ['has an empty chain', layoutOf(segment(0, null, [0], []))],
    ['has a unit twice in one chain', layoutOf(segment(0, null, [0, 1, 0]))],
    ['server has two votes', { ...two, layoutServers: [nodeId(8), nodeId(8)] }],
  ])('is at fault when it %s', (message, layout) => {
    expect(layoutFault(layout)).toContain(message);
  });
});
