/**
 * Returns in some reads what the page held before its block was erased, or another page of the block, without an error:
 * a controller with a stale map.
 *
 * Bounds: one unit, at most one read in twenty, for at most half of the run. A unit that meets such a page in recovery
 * may miss the right one, so the rest of its chain stays whole. Heals: with the next read. Noticed by a unit that
 * compares what a page says it is with what was asked for; a checksum alone passes.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { flashDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface FlashStaleRead extends PlannedFault, Window, NodeChoice {
  readonly kind: 'flash.stale-read';
  readonly ratePpm: number;
}

export const flashStaleRead: FaultKind<FlashStaleRead> = {
  kind: 'flash.stale-read',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: true,
  summary: 'returns an older or another page without an error',
  heals: 'with the next read of the page',
  noticedBy: 'a page whose descriptor does not say what was asked for',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashStaleRead>('flash.stale-read', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 50_000 }),
    }),
  install: (fault, world) =>
    flashDuring(world, fault, (faults, by) => {
      faults.staleReadPpm += by * fault.ratePpm;
    }),
};
