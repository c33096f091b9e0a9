import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoverCount } from '../../../../../sim/check/objects/monitors/cover-count.ts';
import { IntegerSet } from '../../../../../sim/check/objects/monitors/integer-set.ts';
import { LeastFirst } from '../../../../../sim/check/objects/monitors/least-first.ts';
import { ascending } from '../../../../../sim/check/objects/monitors/order.ts';
import { ZoneUnion, chainOver } from '../../../../../sim/check/objects/monitors/zone-union.ts';

const times = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 200 });

describe('ascending', () => {
  it('sorts as a stable sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-Infinity, -1.5, 0, 2, 7, Infinity), { maxLength: 300 }), (keys) => {
        const expected = [...keys.keys()].sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
        expect([...ascending(Float64Array.from(keys))]).toEqual(expected);
      }),
    );
  });

  it('leaves what is in order as it is', () => {
    const keys = Float64Array.from({ length: 1000 }, (_, index) => index);
    expect([...ascending(keys)]).toEqual([...keys]);
  });
});

describe('IntegerSet', () => {
  it('finds neighbours as a sorted list does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4999), { maxLength: 40 }), fc.array(fc.nat(4999)), (elements, queries) => {
        const set = new IntegerSet(5000);
        for (const element of elements) set.add(element);
        const sorted = [...new Set(elements)].sort((a, b) => a - b);
        for (const query of [...queries, ...elements]) {
          expect(set.after(query)).toBe(sorted.find((element) => element > query) ?? -1);
          expect(set.before(query)).toBe(sorted.findLast((element) => element < query) ?? -1);
        }
      }),
    );
  });
});

describe('CoverCount', () => {
  it('reports each cell once, when its last range goes', () => {
    const range = fc
      .tuple(fc.nat(30), fc.integer({ min: 1, max: 12 }))
      .map(([from, size]) => [from, from + size] as const);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), (ranges) => {
        const counts = new Int32Array(43);
        for (const [from, to] of ranges) for (let cell = from; cell < to; cell++) counts[cell]! += 1;
        const cover = new CoverCount(counts);
        for (const [from, to] of ranges) {
          const expected: number[] = [];
          for (let cell = from; cell < to; cell++) if (--counts[cell]! === 0) expected.push(cell);
          const freed: number[] = [];
          cover.remove(from, to, freed);
          expect(freed).toEqual(expected);
        }
      }),
    );
  });
});

describe('LeastFirst', () => {
  it('takes each key once, as soon as a bound reaches it', () => {
    const query = fc.record({ from: fc.nat(200), size: fc.nat(60), bound: fc.integer({ min: -1, max: 61 }) });
    fc.assert(
      fc.property(times, fc.array(query, { maxLength: 30 }), (keys, queries) => {
        const least = new LeastFirst(Float64Array.from(keys));
        const left = new Set(keys.keys());
        for (const { from, size, bound } of queries) {
          const expected = [...left].filter((place) => place >= from && place < from + size && keys[place]! <= bound);
          const taken: number[] = [];
          least.take(from, from + size, bound, taken);
          expect(taken).toEqual(expected);
          for (const place of taken) left.delete(place);
        }
      }),
    );
  });
});

const zones = fc.array(fc.tuple(fc.nat(40), fc.nat(12)), { maxLength: 25 });
const isFree = (all: readonly (readonly [number, number])[], time: number): boolean =>
  all.every(([from, size]) => time <= from || time >= from + size);

describe('ZoneUnion', () => {
  it('finds the first time in no zone', () => {
    fc.assert(
      fc.property(zones, fc.nat(60), (all, time) => {
        const starts = Float64Array.from(all, ([from]) => from);
        const ends = Float64Array.from(all, ([from, size]) => from + size);
        // Zones end at integers, so that the first free time is one if `time` is.
        let expected = time;
        while (!isFree(all, expected)) expected += 1;
        expect(new ZoneUnion(starts, ends).firstFree(time)).toBe(expected);
      }),
    );
  });
});

describe('chainOver', () => {
  it('covers what the zones cover, and leaves a time free without any one of its links', () => {
    fc.assert(
      fc.property(zones, fc.nat(40), fc.nat(10), (all, from, size) => {
        const starts = Float64Array.from(all, ([start]) => start);
        const ends = Float64Array.from(all, ([start, length]) => start + length);
        const instants = Array.from({ length: 2 * size + 1 }, (_, half) => from + half / 2);
        fc.pre(instants.every((time) => !isFree(all, time)));
        const chain = chainOver(starts, ends, [...all.keys()], from, from + size);
        const covers = (links: readonly number[]): boolean =>
          instants.every(
            (time) =>
              !isFree(
                links.map((link) => all[link]!),
                time,
              ),
          );
        expect(covers(chain)).toBe(true);
        for (const link of chain) expect(covers(chain.filter((other) => other !== link))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
