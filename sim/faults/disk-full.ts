/**
 * Lets no write find space, also where the file has its sectors already, as on a file system that copies on write.
 *
 * Bounds: one node, for at most half of the run. Heals: when the window ends. Noticed by the outcome `no-space`: a node
 * that cannot store what it must promise exits, and tries again after its restart.
 */
import type { PlannedFault } from '../model/plan.ts';
import { diskDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface DiskFull extends PlannedFault, Window, NodeChoice {
  readonly kind: 'disk.full';
}

export const diskFull: FaultKind<DiskFull> = {
  kind: 'disk.full',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'lets no write find space',
  heals: 'when its window ends',
  noticedBy: 'a write that says no-space, a node that exits',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskFull>('disk.full', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
    }),
  install: (fault, world) =>
    diskDuring(world, fault, (faults, by) => {
      faults.full += by;
    }),
};
