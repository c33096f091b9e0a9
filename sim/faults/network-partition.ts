/**
 * Splits the nodes into two halves that cannot reach each other, in either direction.
 *
 * Bounds: any two halves that are not empty, for at most half of the run. Heals: when the window ends. Noticed by every
 * call across the cut, which times out; two clients may see the log through different halves.
 */
import * as fc from 'fast-check';
import type { NodeId } from '../../src/ports/units.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { cutDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

/** Nodes that a mask tells apart; a node beyond goes with the one that has the same bit. */
const MASK_BITS_MAX = 30;

interface Partition extends PlannedFault, Window {
  readonly kind: 'network.partition';
  /** Bit i says on which side node i is. */
  readonly sideMask: number;
}

export const networkPartition: FaultKind<Partition> = {
  kind: 'network.partition',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'splits the nodes into two halves that cannot reach each other',
  heals: 'when its window ends',
  noticedBy: 'calls across the cut that time out; dropped facts',
  arbitrary: (topology, horizonMicros) => {
    const bits = Math.min(MASK_BITS_MAX, topology.roles.length);
    // The last node stays on side 0, so that no two masks mean the same cut.
    const sideMask = fc.integer({ min: 1, max: Math.max(1, (1 << (bits - 1)) - 1) });
    return faultOf<Partition>('network.partition', { ...windowFields(horizonMicros), sideMask });
  },
  install: (fault, world) => {
    const sideOf = (node: NodeId): number => (fault.sideMask >>> (node % MASK_BITS_MAX)) & 1;
    cutDuring(world, fault, fault.kind, (from, to) => sideOf(from) !== sideOf(to));
  },
};
