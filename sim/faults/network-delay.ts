/**
 * Delays single messages for long, beyond the timeouts of their calls: the caller has given up and gone on when the
 * message arrives after all.
 *
 * Bounds: at most half of the messages, each for at most half of the run. Heals: when the window ends, and the last
 * delayed message has arrived. Noticed by calls that time out although they took effect.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkFields, linkTest } from './link.ts';
import { ruleDuring } from './link-rule.ts';
import { faultOf, span, type Window, windowFields } from './parameters.ts';

interface Delay extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.delay';
  readonly ratePpm: number;
  /** The extra delay of each message is uniform up to this. */
  readonly delayMicrosMax: number;
}

export const networkDelay: FaultKind<Delay> = {
  kind: 'network.delay',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'delays single messages of a link, beyond timeouts',
  heals: 'when its window ends and the last delayed message has arrived',
  noticedBy: 'messages that arrive after their caller gave up',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Delay>('network.delay', {
      ...windowFields(horizonMicros),
      ...linkFields(topology),
      ratePpm: fc.integer({ min: 1, max: 500_000 }),
      delayMicrosMax: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) =>
    ruleDuring(world, fault, {
      kind: fault.kind,
      applies: linkTest(world.topology, fault),
      ratePpm: fault.ratePpm,
      effect: 'delay',
      delayMicrosMin: 1,
      delayMicrosMax: fault.delayMicrosMax,
    }),
};
