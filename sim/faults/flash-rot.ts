/**
 * Flips bits of one page for good, more than the ECC corrects. The bits are spread over data and spare area.
 *
 * Bounds: one page per fault, of those that hold something, counted back from the newest; few enough flips that two of
 * three copies of a few words in the spare area are legible. The rest of the chain stays whole. Heals: when the unit
 * repairs the page from another unit, or its block is erased. Noticed by a read that says `uncorrectable` each time;
 * U-ChecksumGate if its content were returned, U-NoFalseUnwritten if the page were taken for a torn one.
 */
import * as fc from 'fast-check';
import { CORRECTABLE_BITS } from '../devices/nand.ts';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, instant, type NodeChoice, nodeFields } from './parameters.ts';

interface FlashRot extends PlannedFault, NodeChoice {
  readonly kind: 'flash.rot';
  readonly atMicros: number;
  /** How many pages were programmed after it. */
  readonly pageAge: number;
  readonly bits: number;
}

export const flashRot: FaultKind<FlashRot> = {
  kind: 'flash.rot',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: true,
  summary: 'flips bits of one page for good, beyond the ECC',
  heals: 'when the page is repaired from another unit, or its block erased',
  noticedBy: 'reads that say uncorrectable each time, a unit that answers corrupt',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashRot>('flash.rot', {
      ...nodeFields(topology, ['unit']),
      atMicros: instant(horizonMicros),
      pageAge: fc.integer({ min: 0, max: 40 }),
      bits: fc.integer({ min: CORRECTABLE_BITS + 1, max: 2 * CORRECTABLE_BITS }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => node.flash.rot(fault.pageAge, fault.bits));
  },
};
