/**
 * Fails some fsyncs: each unsynced sector is old, new or garbage on the platter, while reads go on to see the cache,
 * and a later fsync answers `ok` without writing them again.
 *
 * Bounds: one node, at most a third of its fsyncs, for at most half of the run. Heals: when the window ends; the node
 * must treat each failure as a crash, and its restart finds the last durable value. Noticed by a node that exits.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { diskDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface DiskFsyncFailure extends PlannedFault, Window, NodeChoice {
  readonly kind: 'disk.fsync-failure';
  readonly ratePpm: number;
}

export const diskFsyncFailure: FaultKind<DiskFsyncFailure> = {
  kind: 'disk.fsync-failure',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'fails fsyncs, after which no unsynced write is known',
  heals: 'when its window ends, and the node has restarted',
  noticedBy: 'a node that exits and recovers',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskFsyncFailure>('disk.fsync-failure', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 333_333 }),
    }),
  install: (fault, world) =>
    diskDuring(world, fault, (faults, by) => {
      faults.fsyncFailurePpm += by * fault.ratePpm;
    }),
};
