/**
 * Answers `ok` to some fsyncs and writes nothing: the writes stay in the cache, and a crash takes them like any
 * unsynced ones.
 *
 * Bounds: one node, for at most half of the run. Outside the promise of any log: no protocol tells it from an honest
 * disk before it is too late. Heals: with the next honest fsync. Noticed after a crash, as a durable mark that went
 * back (U-SealDurable, U-TrimMonotone) or a state that is unreadable.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { diskDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface DiskFsyncLie extends PlannedFault, Window, NodeChoice {
  readonly kind: 'disk.fsync-lie';
  readonly ratePpm: number;
}

export const diskFsyncLie: FaultKind<DiskFsyncLie> = {
  kind: 'disk.fsync-lie',
  place: 'disk',
  faultClass: 'outside',
  damagesCopies: true,
  summary: 'acknowledges fsyncs that did nothing',
  heals: 'with the next honest fsync',
  noticedBy: 'after a crash, durable marks that went back',
  arbitrary: (topology, horizonMicros) =>
    faultOf<DiskFsyncLie>('disk.fsync-lie', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 1_000_000 }),
    }),
  install: (fault, world) =>
    diskDuring(world, fault, (faults, by) => {
      faults.fsyncLiePpm += by * fault.ratePpm;
    }),
};
