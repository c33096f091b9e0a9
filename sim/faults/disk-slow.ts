/**
 * Lets every disk operation of a node take longer.
 *
 * Bounds: one node, up to 50 ms per operation, for at most half of the run. Heals: when the window ends. Noticed by
 * whatever waits for a durable mark: a seal, a trim.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { diskDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface DiskSlow extends PlannedFault, Window, NodeChoice {
  readonly kind: 'disk.slow';
  /** Added to every operation. */
  readonly slowMicros: number;
}

export const diskSlow: FaultKind<DiskSlow> = {
  kind: 'disk.slow',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'lets every disk operation take longer',
  heals: 'when its window ends',
  noticedBy: 'seals and trims that take longer',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskSlow>('disk.slow', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      slowMicros: fc.integer({ min: 1, max: 50_000 }),
    }),
  install: (fault, world) =>
    diskDuring(world, fault, (faults, by) => {
      faults.slowMicros += by * fault.slowMicros;
      faults.slowTold = false;
    }),
};
