import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceSets } from '../../../../sim/explore/systematic/source-sets.ts';
import type { Dependent } from '../../../../sim/explore/systematic/step.ts';
import { bruteForce, conflict, type Footprint, playToy, type Toy, touch, toys } from './toy.ts';

interface Enumerated {
  readonly outcomes: ReadonlySet<string>;
  readonly complete: number;
  readonly blocked: number;
}

function enumerate(toy: Toy, dependent: Dependent<Footprint>): Enumerated {
  const search = new SourceSets<Footprint>(dependent);
  const outcomes = new Set<string>();
  let complete = 0;
  let blocked = 0;
  do {
    const outcome = playToy(toy, search);
    if (outcome === undefined) blocked += 1;
    else {
      complete += 1;
      outcomes.add(outcome);
    }
  } while (search.next());
  return { outcomes, complete, blocked };
}

const runs = { numRuns: 3_000, seed: 11 };

describe('source sets with sleep sets', () => {
  it('reach every outcome that brute force reaches, and each by one execution', () => {
    fc.assert(
      fc.property(toys, (toy) => {
        const all = bruteForce(toy);
        const { outcomes, complete } = enumerate(toy, conflict);
        expect([...outcomes].sort()).toEqual([...all].sort());
        // Each outcome of a toy is one equivalence class of executions, and no class is run to its end twice.
        expect(complete).toBe(all.size);
      }),
      runs,
    );
  });

  it('reach every outcome when more is taken for dependent than is', () => {
    fc.assert(
      fc.property(toys, (toy) => {
        expect([...enumerate(toy, touch).outcomes].sort()).toEqual([...bruteForce(toy)].sort());
        expect([...enumerate(toy, () => true).outcomes].sort()).toEqual([...bruteForce(toy)].sort());
      }),
      { ...runs, numRuns: 500 },
    );
  });

  it('miss outcomes when less is taken for dependent than is: the tests would see it', () => {
    const mistakes: Readonly<Record<string, Dependent<Footprint>>> = {
      nothing: () => false,
      'two writes': (a, b) => a.some((x) => b.some((y) => x.cell === y.cell && x.writes !== y.writes)),
      'a read and a later write': (a, b) => a.some((x) => b.some((y) => x.cell === y.cell && x.writes)),
      'the second access': (a, b) => conflict(a.slice(0, 1), b),
    };
    for (const [mistake, dependent] of Object.entries(mistakes)) {
      const { failed } = fc.check(
        fc.property(toys, (toy) => enumerate(toy, dependent).outcomes.size === bruteForce(toy).size),
        runs,
      );
      expect(failed, mistake).toBe(true);
    }
  });

  it('run far fewer executions than there are orders', () => {
    // Three cells, two writers each: 2 orders for each cell, of 6! = 720 in all.
    const writer = (cell: number) => ({
      accesses: [{ cell, writes: true }],
      after: null,
      onlyIfEven: false,
      disables: null,
    });
    const { complete, blocked } = enumerate([0, 0, 1, 1, 2, 2].map(writer), conflict);
    expect([complete, blocked]).toEqual([8, 0]);
  });

  it('say so when an execution does not repeat', () => {
    const search = new SourceSets<Footprint>(() => true);
    const step = (id: number) => ({ id, createdBy: [], footprint: [], disabled: [] });
    for (const id of [2, 1]) {
      expect(search.choose([1, 2].slice(0, id))).toBe(id);
      search.ran(step(id));
    }
    expect(search.next()).toBe(true);
    expect(() => search.choose([2])).toThrow('does not repeat');
  });
});
