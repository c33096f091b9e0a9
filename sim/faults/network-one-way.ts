/**
 * One node cannot reach another, which can still reach it: requests are carried out and their replies lost, or the
 * server hears nothing of clients that hear everything it says.
 *
 * Bounds: one pair of nodes, for at most half of the run. Heals: when the window ends. Noticed by calls that time out.
 */
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkTest, pairFields } from './link.ts';
import { cutDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface OneWay extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.one-way';
}

export const networkOneWay: FaultKind<OneWay> = {
  kind: 'network.one-way',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'cuts one direction between two nodes',
  heals: 'when its window ends',
  noticedBy: 'calls that time out, of which some were carried out',
  arbitrary: (topology, horizonMicros) =>
    faultOf<OneWay>('network.one-way', { ...windowFields(horizonMicros), ...pairFields(topology) }),
  install: (fault, world) => cutDuring(world, fault, fault.kind, linkTest(world.topology, fault)),
};
