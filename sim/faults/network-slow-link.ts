/**
 * Makes a link slow: every message takes longer by the same time, so that their order stays.
 *
 * Bounds: up to 20 ms each way, for at most half of the run. Heals: when the window ends. Noticed by calls over this
 * link, which take longer than others or time out.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkFields, linkTest } from './link.ts';
import { ALWAYS_PPM, ruleDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface SlowLink extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.slow-link';
  readonly delayMicros: number;
}

export const networkSlowLink: FaultKind<SlowLink> = {
  kind: 'network.slow-link',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'makes every message of a link slower by the same time',
  heals: 'when its window ends',
  noticedBy: 'calls that take longer, or time out',
  arbitrary: (topology, horizonMicros) =>
    faultOf<SlowLink>('network.slow-link', {
      ...windowFields(horizonMicros),
      ...linkFields(topology),
      delayMicros: fc.integer({ min: 1, max: 20_000 }),
    }),
  install: (fault, world) =>
    ruleDuring(world, fault, {
      kind: fault.kind,
      applies: linkTest(world.topology, fault),
      ratePpm: ALWAYS_PPM,
      effect: 'delay',
      delayMicrosMin: fault.delayMicros,
      delayMicrosMax: fault.delayMicros,
    }),
};
