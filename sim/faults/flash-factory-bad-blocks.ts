/**
 * Delivers a unit with a few bad blocks, which the device lists and which must never be used.
 *
 * Bounds: one unit, and no more bad blocks than the device allows. Heals: never. Noticed by a unit that leaves them
 * out; one that does not violates `H-FlashDiscipline`.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields } from './parameters.ts';

interface FlashFactoryBadBlocks extends PlannedFault, NodeChoice {
  readonly kind: 'flash.factory-bad-blocks';
  readonly count: number;
}

export const flashFactoryBadBlocks: FaultKind<FlashFactoryBadBlocks> = {
  kind: 'flash.factory-bad-blocks',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'delivers a unit with bad blocks',
  heals: 'never; the unit leaves the blocks out',
  noticedBy: 'the list of bad blocks, H-FlashDiscipline if they are used',
  arbitrary: (topology) =>
    faultOf<FlashFactoryBadBlocks>('flash.factory-bad-blocks', {
      ...nodeFields(topology, ['unit']),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    node.flash.addFactoryBadBlocks(fault.count);
  },
};
