/**
 * Writes some sectors to a wrong place: where they belong the old content stays, and what was in the wrong place is
 * lost.
 *
 * Bounds: one node, at most a third of its sectors, for at most half of the run; only sectors of one half of each file
 * go astray, and only to such. Heals: when both sectors are written again. Noticed by reading back what was written, or
 * by a checksum that covers the place.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { diskDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface DiskMisdirectedWrite extends PlannedFault, Window, NodeChoice {
  readonly kind: 'disk.misdirected-write';
  readonly ratePpm: number;
}

export const diskMisdirectedWrite: FaultKind<DiskMisdirectedWrite> = {
  kind: 'disk.misdirected-write',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'writes sectors to a wrong place',
  heals: 'when the sectors are written again',
  noticedBy: 'reading back what was written, or a checksum',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskMisdirectedWrite>('disk.misdirected-write', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 333_333 }),
    }),
  install: (fault, world) =>
    diskDuring(world, fault, (faults, by) => {
      faults.misdirectedWritePpm += by * fault.ratePpm;
    }),
};
