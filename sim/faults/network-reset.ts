/**
 * Resets the connection between two nodes just after one sent its n-th message to the other: what is on its way between
 * them, in either direction, is lost, and later messages pass.
 *
 * Bounds: once, between one pair of nodes. Heals: at once. Noticed by every call that was open between the two, which
 * times out.
 */
import type { PlannedFault } from '../model/plan.ts';
import { onNthSent } from './anchor.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkTest, pairFields } from './link.ts';
import { faultOf, LINK_EVERY_MICROS, nthField } from './parameters.ts';

interface Reset extends PlannedFault, LinkChoice {
  readonly kind: 'network.reset';
  /** Which message of the link, from 1. */
  readonly nthMessage: number;
}

export const networkReset: FaultKind<Reset> = {
  kind: 'network.reset',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'loses everything on its way between two nodes at one instant',
  heals: 'at once',
  noticedBy: 'calls open between the two nodes that time out together',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Reset>('network.reset', {
      ...pairFields(topology),
      nthMessage: nthField(horizonMicros, LINK_EVERY_MICROS),
    }),
  install: (fault, world) => {
    const { network } = world;
    onNthSent(world, fault.nthMessage, linkTest(world.topology, fault), (from, to) => {
      network.reset(from, to, fault.kind);
      network.reset(to, from, fault.kind);
    });
  },
};
