/**
 * Cuts the power of a node while its n-th fsync is in service, after everything reached the platter and before anybody
 * was told.
 *
 * Bounds: one fsync of one node, counted over all its lives. Heals: by the restart, which finds the new value. Noticed
 * by recovery, which finds what was never acknowledged and must keep it.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, nthField, span } from './parameters.ts';

interface DiskAppliedUnacknowledged extends PlannedFault, NodeChoice {
  readonly kind: 'disk.applied-unacknowledged';
  /** Which fsync of the disk, from 1. */
  readonly nthFsync: number;
  readonly downMicros: number;
}

export const diskAppliedUnacknowledged: FaultKind<DiskAppliedUnacknowledged> = {
  kind: 'disk.applied-unacknowledged',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'cuts the power when an fsync was done but not acknowledged',
  heals: 'by the restart, after downMicros',
  noticedBy: 'a value in recovery that was never acknowledged',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskAppliedUnacknowledged>('disk.applied-unacknowledged', {
      ...nodeFields(topology, ['unit']),
      nthFsync: nthField(horizonMicros),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    const { disk } = node;
    const strike = world.faults.unlessStopped(() => {
      disk.faults.appliesAll = true;
      node.crash(fault.downMicros);
      disk.faults.appliesAll = false;
    });
    disk.whileSyncing(fault.nthFsync, strike);
  },
};
