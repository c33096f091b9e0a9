/**
 * Fails some erases: the block keeps its old content and is bad from then on.
 *
 * Bounds: one unit, at most one erase in five, for at most half of the run, and no more bad blocks than the device
 * allows. Heals: the block stays bad; the unit uses another. Noticed by the outcome `failed`, and by recovery, which
 * meets pages that had been given up.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { flashDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface FlashEraseFailure extends PlannedFault, Window, NodeChoice {
  readonly kind: 'flash.erase-failure';
  readonly ratePpm: number;
}

export const flashEraseFailure: FaultKind<FlashEraseFailure> = {
  kind: 'flash.erase-failure',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'fails erases, after which the block is bad',
  heals: 'never for the block; the unit uses another',
  noticedBy: 'an erase that says failed, given-up pages in recovery',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashEraseFailure>('flash.erase-failure', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 900_000 }),
    }),
  install: (fault, world) =>
    flashDuring(world, fault, (faults, by) => {
      faults.eraseFailurePpm += by * fault.ratePpm;
    }),
};
