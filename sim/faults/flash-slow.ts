/**
 * Lets every flash operation of a unit take longer, as a device does that is busy with its own housekeeping.
 *
 * Bounds: one unit, up to 20 ms per operation, for at most half of the run. Heals: when the window ends. Noticed by
 * requests to the unit, which take longer or time out.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { flashDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface FlashSlow extends PlannedFault, Window, NodeChoice {
  readonly kind: 'flash.slow';
  /** Added to every operation. */
  readonly slowMicros: number;
}

export const flashSlow: FaultKind<FlashSlow> = {
  kind: 'flash.slow',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'lets every flash operation take longer',
  heals: 'when its window ends',
  noticedBy: 'requests to the unit that take longer, or time out',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashSlow>('flash.slow', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      slowMicros: fc.integer({ min: 1, max: 20_000 }),
    }),
  install: (fault, world) =>
    flashDuring(world, fault, (faults, by) => {
      faults.slowMicros += by * fault.slowMicros;
      faults.slowTold = false;
    }),
};
