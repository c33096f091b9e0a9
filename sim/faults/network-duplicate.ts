/**
 * Delivers single messages twice, as a retransmitting network does.
 *
 * Bounds: at most half of the messages; the second copy comes within 20 ms. Heals: when the window ends. Noticed by
 * servers, which carry out a request twice, and by callers, which drop the second reply.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkFields, linkTest } from './link.ts';
import { ruleDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface Duplicate extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.duplicate';
  readonly ratePpm: number;
  /** The extra delay of the second copy is uniform from 0 to this. */
  readonly delayMicrosMax: number;
}

export const networkDuplicate: FaultKind<Duplicate> = {
  kind: 'network.duplicate',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'delivers single messages of a link twice',
  heals: 'when its window ends',
  noticedBy: 'requests carried out twice; replies to calls already settled',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Duplicate>('network.duplicate', {
      ...windowFields(horizonMicros),
      ...linkFields(topology),
      ratePpm: fc.integer({ min: 1, max: 500_000 }),
      delayMicrosMax: fc.integer({ min: 0, max: 20_000 }),
    }),
  install: (fault, world) =>
    ruleDuring(world, fault, {
      kind: fault.kind,
      applies: linkTest(world.topology, fault),
      ratePpm: fault.ratePpm,
      effect: 'duplicate',
      delayMicrosMin: 0,
      delayMicrosMax: fault.delayMicrosMax,
    }),
};
