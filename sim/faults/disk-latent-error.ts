/**
 * Makes one sector unreadable: a read of it says `io-error` until it is written again.
 *
 * Bounds: the sectors of one half of each file, which half the disk decides, so that of two copies in the two halves
 * one is good. Heals: when the sector is written again. Noticed by a read that fails; the durable cell takes its other
 * slot and writes this one again.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, instant, type NodeChoice, nodeFields } from './parameters.ts';

interface DiskLatentError extends PlannedFault, NodeChoice {
  readonly kind: 'disk.latent-error';
  readonly atMicros: number;
  /** Which of the sectors that can fail, counting round and round. */
  readonly pick: number;
}

export const diskLatentError: FaultKind<DiskLatentError> = {
  kind: 'disk.latent-error',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'makes one sector unreadable',
  heals: 'when the sector is written again',
  noticedBy: 'a read that says io-error',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskLatentError>('disk.latent-error', {
      ...nodeFields(topology, ['unit']),
      atMicros: instant(horizonMicros),
      pick: fc.integer({ min: 0, max: 15 }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => node.disk.failSector(fault.pick));
  },
};
