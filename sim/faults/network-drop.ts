/**
 * Loses messages at random, one by one, as a congested switch does.
 *
 * Bounds: at most 30 % of the messages, for at most half of the run. Heals: when the window ends. Noticed by the
 * caller, whose call times out and is repeated or resolved.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkFields, linkTest } from './link.ts';
import { ruleDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface Drop extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.drop';
  readonly ratePpm: number;
}

export const networkDrop: FaultKind<Drop> = {
  kind: 'network.drop',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'loses single messages of a link',
  heals: 'when its window ends',
  noticedBy: 'calls that time out; dropped facts',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Drop>('network.drop', {
      ...windowFields(horizonMicros),
      ...linkFields(topology),
      ratePpm: fc.integer({ min: 1, max: 300_000 }),
    }),
  install: (fault, world) =>
    ruleDuring(world, fault, {
      kind: fault.kind,
      applies: linkTest(world.topology, fault),
      ratePpm: fault.ratePpm,
      effect: 'drop',
      delayMicrosMin: 0,
      delayMicrosMax: 0,
    }),
};
