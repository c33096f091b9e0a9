/**
 * What may be swapped in a small world. Nobody can prove it of code that awaits, so it is compared with what needs no argument: that
 * steps at different nodes commute, and nothing else does.
 */
import { describe, expect, it } from 'vitest';
import { dependent, type Footprint } from '../../../../sim/explore/systematic/footprint.ts';
import type { PlannedFault } from '../../../../sim/model/plan.ts';
import type { World } from '../../../../sim/model/world.ts';
import { enumerate } from './enumerate.ts';

/** Whatever happens at one node depends, and who was called after whose answer is part of every history. */
function atOneNode(a: Footprint, b: Footprint): boolean {
  return a.node === b.node || (a.answered && b.called) || (a.called && b.answered);
}

const crash: PlannedFault = { kind: 'process.crash', role: 'unit', index: 0, atMicros: 0, downMicros: 1 };

const worlds: readonly (readonly [string, World, readonly PlannedFault[]])[] = [
  ['three at one position', { chainLength: 2, clients: [['append'], ['fill'], ['trim']], timeouts: 0 }, []],
  ['timeouts', { chainLength: 1, clients: [['append'], ['read']], timeouts: 1 }, []],
  ['a crash', { chainLength: 2, clients: [['append'], ['append']], timeouts: 0 }, [crash]],
  ['a seal', { chainLength: 1, clients: [['append']], timeouts: 0, reconfigurers: ['next-epoch'] }, []],
];

describe('dependence in small worlds', () => {
  it.each(worlds)('loses no outcome: %s', async (_name, world, faults) => {
    const fine = await enumerate(world, faults, dependent);
    const coarse = await enumerate(world, faults, atOneNode);
    expect(fine.outcomes).toEqual(coarse.outcomes);
    expect([fine.broken, coarse.broken]).toEqual([[], []]);
    expect(fine.executions).toBeLessThan(coarse.executions);
  });

  it('that says too little loses some', async () => {
    const [, world] = worlds[0] as (typeof worlds)[number];
    const all = await enumerate(world, [], dependent);
    const blind = await enumerate(world, [], (a, b) => a.node === b.node && a.part !== 0 && b.part !== 0);
    expect(blind.outcomes.length).toBeLessThan(all.outcomes.length);
  });
});
