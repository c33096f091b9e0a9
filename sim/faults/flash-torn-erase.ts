/**
 * Cuts the power of a unit while its n-th erase is in service: the block keeps its old content, is erased, or holds
 * noise that no ECC corrects.
 *
 * Bounds: one erase of one unit, counted over all its lives. Blocks are erased when nothing in them is needed, so
 * nothing is lost. Heals: when the block is erased again. Noticed by recovery, which finds pages that it had given up,
 * or noise.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, span } from './parameters.ts';

interface FlashTornErase extends PlannedFault, NodeChoice {
  readonly kind: 'flash.torn-erase';
  /** Which erase of the device, from 1. */
  readonly nthErase: number;
  readonly downMicros: number;
}

export const flashTornErase: FaultKind<FlashTornErase> = {
  kind: 'flash.torn-erase',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'cuts the power in the middle of an erase',
  heals: 'when the block is erased again',
  noticedBy: 'recovery, which finds a block of noise, or pages that had been given up',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashTornErase>('flash.torn-erase', {
      ...nodeFields(topology, ['unit']),
      nthErase: fc.integer({ min: 1, max: 16 }),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    const strike = world.faults.unlessStopped(() => node.crash(fault.downMicros));
    node.flash.whileErasing(fault.nthErase, strike);
  },
};
