/**
 * Flips a few bits in some reads, as many as the ECC corrects.
 *
 * Bounds: one unit, at most half of its reads, for at most half of the run. Heals: each read by itself. Noticed by the
 * count of corrected bits, by which a unit may move a page in time; the content is right.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { flashDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface FlashBitErrors extends PlannedFault, Window, NodeChoice {
  readonly kind: 'flash.bit-errors';
  readonly ratePpm: number;
}

export const flashBitErrors: FaultKind<FlashBitErrors> = {
  kind: 'flash.bit-errors',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'flips bits that the ECC corrects',
  heals: 'with the next read',
  noticedBy: 'corrected bits that a read reports',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashBitErrors>('flash.bit-errors', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 500_000 }),
    }),
  install: (fault, world) =>
    flashDuring(world, fault, (faults, by) => {
      faults.bitErrorsPpm += by * fault.ratePpm;
    }),
};
