/**
 * Cuts the power of a node while its n-th fsync is in service: each sector that was not synced is old, new or garbage,
 * independently of the others.
 *
 * Bounds: one fsync of one node, counted over all its lives. What the sectors come to is drawn by the device; if all of
 * them turn out new, nothing is lost. Heals: by the restart, which finds the last durable value. Noticed by a checksum,
 * or by an older value.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, nthField, span } from './parameters.ts';

interface DiskUnsyncedLost extends PlannedFault, NodeChoice {
  readonly kind: 'disk.unsynced-lost';
  /** Which fsync of the disk, from 1. */
  readonly nthFsync: number;
  readonly downMicros: number;
}

export const diskUnsyncedLost: FaultKind<DiskUnsyncedLost> = {
  kind: 'disk.unsynced-lost',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'cuts the power in the middle of an fsync',
  heals: 'by the restart, after downMicros',
  noticedBy: 'a checksum that fails, or an older value, in recovery',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskUnsyncedLost>('disk.unsynced-lost', {
      ...nodeFields(topology, ['unit']),
      nthFsync: nthField(horizonMicros),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    const strike = world.faults.unlessStopped(() => node.crash(fault.downMicros));
    node.disk.whileSyncing(fault.nthFsync, strike);
  },
};
