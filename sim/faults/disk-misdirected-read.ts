/**
 * Returns in some reads a sector from a wrong place, without an error.
 *
 * Bounds: one node, at most a fifth of its reads, for at most half of the run. Heals: with the next read. Noticed by a
 * checksum that covers the place; the durable cell reads again.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { diskDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface DiskMisdirectedRead extends PlannedFault, Window, NodeChoice {
  readonly kind: 'disk.misdirected-read';
  readonly ratePpm: number;
}

export const diskMisdirectedRead: FaultKind<DiskMisdirectedRead> = {
  kind: 'disk.misdirected-read',
  place: 'disk',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'reads sectors from a wrong place',
  heals: 'with the next read',
  noticedBy: 'a checksum that fails',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskMisdirectedRead>('disk.misdirected-read', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 200_000 }),
    }),
  install: (fault, world) =>
    diskDuring(world, fault, (faults, by) => {
      faults.misdirectedReadPpm += by * fault.ratePpm;
    }),
};
