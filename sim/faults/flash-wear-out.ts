/**
 * Lets the blocks of a unit wear out after a few erases: from then on an erase fails, and the block is bad.
 *
 * Bounds: one unit, and no more bad blocks than the device allows, after which the rest lasts. Heals: never; the unit
 * uses other blocks. Noticed by an erase that says `failed`; spreading the erases delays it.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields } from './parameters.ts';

interface FlashWearOut extends PlannedFault, NodeChoice {
  readonly kind: 'flash.wear-out';
  /** A block fails after this many erases, or up to a quarter fewer. */
  readonly erasesMax: number;
}

export const flashWearOut: FaultKind<FlashWearOut> = {
  kind: 'flash.wear-out',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'wears blocks out after a few erases',
  heals: 'never for the block; the unit uses another',
  noticedBy: 'an erase that says failed',
  arbitrary: (topology) =>
    faultOf<FlashWearOut>('flash.wear-out', {
      ...nodeFields(topology, ['unit']),
      erasesMax: fc.integer({ min: 0, max: 6 }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    node.flash.wearOutAfter(fault.erasesMax);
  },
};
