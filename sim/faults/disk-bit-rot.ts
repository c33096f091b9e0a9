/**
 * Flips bits of one sector for good, without a word from the disk.
 *
 * Bounds: the sectors of one half of each file, which half the disk decides, so that of two copies in the two halves
 * one is good. Heals: when the sector is written again. Noticed by a checksum; the durable cell takes its other slot
 * and writes this one again.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, instant, type NodeChoice, nodeFields } from './parameters.ts';

interface DiskBitRot extends PlannedFault, NodeChoice {
  readonly kind: 'disk.bit-rot';
  readonly atMicros: number;
  /** Which of the sectors that can decay, counting round and round. */
  readonly pick: number;
  readonly bits: number;
}

export const diskBitRot: FaultKind<DiskBitRot> = {
  kind: 'disk.bit-rot',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'flips bits of one sector for good',
  heals: 'when the sector is written again',
  noticedBy: 'a checksum that fails',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskBitRot>('disk.bit-rot', {
      ...nodeFields(topology, ['unit']),
      atMicros: instant(horizonMicros),
      pick: fc.integer({ min: 0, max: 15 }),
      bits: fc.integer({ min: 1, max: 64 }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => node.disk.rot(fault.pick, fault.bits));
  },
};
