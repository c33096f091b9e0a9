/**
 * Cuts the power of a unit while its n-th program is in service: the page holds some first bytes of what was to be
 * written, from none to all but one, and the rest is erased. Half of the torn pages read without an error.
 *
 * Bounds: one program of one unit, counted over all its lives. Where the cut falls is drawn by the device; a program
 * that turns out whole or not begun tears nothing. Heals: by the restart, which finds the page and gives it up. Noticed
 * by recovery, which must tell a page that nobody was told of from one that was complete and is damaged.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, nthField, span } from './parameters.ts';

interface FlashTornPage extends PlannedFault, NodeChoice {
  readonly kind: 'flash.torn-page';
  /** Which program of the device, from 1. */
  readonly nthProgram: number;
  readonly downMicros: number;
}

export const flashTornPage: FaultKind<FlashTornPage> = {
  kind: 'flash.torn-page',
  place: 'flash',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'cuts the power in the middle of a program',
  heals: 'by the restart, after downMicros, which gives the page up',
  noticedBy: 'recovery, which finds a page without its end',
  arbitrary: (topology, horizonMicros) =>
    faultOf<FlashTornPage>('flash.torn-page', {
      ...nodeFields(topology, ['unit']),
      nthProgram: nthField(horizonMicros),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    const strike = world.faults.unlessStopped(() => node.crash(fault.downMicros));
    node.flash.whileProgramming(fault.nthProgram, strike);
  },
};
