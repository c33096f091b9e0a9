/**
 * Flips more bits in some reads than the ECC corrects; the same page reads well the next time, as after a retry at
 * another voltage.
 *
 * Bounds: one unit, at most one read in ten, for at most half of the run. A unit that gives a page up after such a read
 * has lost a copy, so the rest of its chain stays whole. Heals: with the next read. Noticed by a read that says
 * `uncorrectable`: the unit reads again, or answers `corrupt` and the client asks another unit (R5).
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { flashDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface FlashUncorrectableRead extends PlannedFault, Window, NodeChoice {
  readonly kind: 'flash.uncorrectable-read';
  readonly ratePpm: number;
}

export const flashUncorrectableRead: FaultKind<FlashUncorrectableRead> = {
  kind: 'flash.uncorrectable-read',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: true,
  summary: 'fails single reads beyond the ECC',
  heals: 'with the next read of the page',
  noticedBy: 'a read that says uncorrectable, a unit that reads again or answers corrupt',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashUncorrectableRead>('flash.uncorrectable-read', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 100_000 }),
    }),
  install: (fault, world) =>
    flashDuring(world, fault, (faults, by) => {
      faults.uncorrectableReadPpm += by * fault.ratePpm;
    }),
};
