/**
 * Fails some programs: the page holds noise and its block is bad from then on. What was programmed in the block before
 * stays readable.
 *
 * Bounds: one unit, at most one program in fifty, for at most half of the run, and no more bad blocks than the device
 * allows. Heals: the block stays bad; the unit programs the page elsewhere. Noticed by the outcome `failed`, and by
 * recovery, which finds noise.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { flashDuring } from './device-window.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface FlashProgramFailure extends PlannedFault, Window, NodeChoice {
  readonly kind: 'flash.program-failure';
  readonly ratePpm: number;
}

export const flashProgramFailure: FaultKind<FlashProgramFailure> = {
  kind: 'flash.program-failure',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'fails programs, after which the block is bad',
  heals: 'never for the block; the unit programs elsewhere',
  noticedBy: 'a program that says failed, a page of noise in recovery',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashProgramFailure>('flash.program-failure', {
      ...nodeFields(topology, ['unit']),
      ...windowFields(horizonMicros),
      ratePpm: fc.integer({ min: 1, max: 100_000 }),
    }),
  install: (fault, world) =>
    flashDuring(world, fault, (faults, by) => {
      faults.programFailurePpm += by * fault.ratePpm;
    }),
};
