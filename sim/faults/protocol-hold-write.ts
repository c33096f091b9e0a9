/**
 * Holds back the n-th write to the head of a chain, and delivers it late, when others have filled its position.
 *
 * Bounds: one message, for at most half of the run. Heals: when it is delivered. Noticed by the writer, whose call
 * times out and whose late write must lose to the junk, and by readers, who must never see the position change.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { onNthSent } from './anchor.ts';
import { chosenChain, isWrite, type WriteChoice, writeFields } from './chain-write.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, span } from './parameters.ts';

interface HoldWrite extends PlannedFault, WriteChoice {
  readonly kind: 'protocol.hold-write';
  readonly holdMicros: number;
}

export const protocolHoldWrite: FaultKind<HoldWrite> = {
  kind: 'protocol.hold-write',
  place: 'protocol',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'delivers a write to the head of a chain after others filled its position',
  heals: 'when the write is delivered, after holdMicros',
  noticedBy: 'a write that meets junk; U-WriteOnce and C-SingleValue if it wins over it',
  arbitrary: (_topology, horizonMicros) =>
    faultOf<HoldWrite>('protocol.hold-write', {
      ...writeFields(horizonMicros),
      holdMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const { network } = world;
    const head = chosenChain(world, fault)[0];
    onNthSent(
      world,
      fault.nthWrite,
      (_from, to, datagram) => to === head && isWrite(datagram),
      (_from, _to, write) => {
        const hold = {
          kind: fault.kind,
          holds: (_f: number, _t: number, _number: number, datagram: object) => datagram === write,
        };
        network.addHold(hold);
        world.faults.endAfter(fault.holdMicros, () => network.release(hold));
      },
    );
  },
};
