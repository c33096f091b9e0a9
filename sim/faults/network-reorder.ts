/**
 * Gives every message an extra delay of its own, so that later ones overtake earlier ones.
 *
 * Bounds: up to 10 ms, for at most half of the run. Heals: when the window ends. Noticed by receivers that expect an
 * order which datagrams do not have.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkFields, linkTest } from './link.ts';
import { ALWAYS_PPM, ruleDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface Reorder extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.reorder';
  /** The extra delay of each message is uniform from 0 to this. */
  readonly spreadMicros: number;
}

export const networkReorder: FaultKind<Reorder> = {
  kind: 'network.reorder',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'lets messages of a link overtake each other',
  heals: 'when its window ends',
  noticedBy: 'messages delivered in another order than sent',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Reorder>('network.reorder', {
      ...windowFields(horizonMicros),
      ...linkFields(topology),
      spreadMicros: fc.integer({ min: 1, max: 10_000 }),
    }),
  install: (fault, world) =>
    ruleDuring(world, fault, {
      kind: fault.kind,
      applies: linkTest(world.topology, fault),
      ratePpm: ALWAYS_PPM,
      effect: 'delay',
      delayMicrosMin: 0,
      delayMicrosMax: fault.spreadMicros,
    }),
};
