/**
 * Flips one to three bits of a message on the wire. The receiver's checksum finds them, so that to the protocol the
 * message is lost; were the checksum not there, wrong values would spread.
 *
 * Bounds: at most 30 % of the messages, for at most half of the run. Heals: when the window ends. Noticed by the
 * receiver's checksum, and by the caller, whose call times out.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { type LinkChoice, linkFields, linkTest } from './link.ts';
import { ruleDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface Corrupt extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.corrupt';
  readonly ratePpm: number;
}

export const networkCorrupt: FaultKind<Corrupt> = {
  kind: 'network.corrupt',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'flips bits in single messages of a link',
  heals: 'when its window ends',
  noticedBy: 'the checksum of the wire format: the message is dropped, the call times out',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Corrupt>('network.corrupt', {
      ...windowFields(horizonMicros),
      ...linkFields(topology),
      ratePpm: fc.integer({ min: 1, max: 300_000 }),
    }),
  install: (fault, world) =>
    ruleDuring(world, fault, {
      kind: fault.kind,
      applies: linkTest(world.topology, fault),
      ratePpm: fault.ratePpm,
      effect: 'corrupt',
      delayMicrosMin: 0,
      delayMicrosMax: 0,
    }),
};
