/**
 * Delivers a second copy of the n-th write to the head of a chain much later, when its position may have been read,
 * filled or trimmed.
 *
 * Bounds: one message, a copy at most one run later. Heals: when the copy is delivered. Noticed by the head, which must
 * refuse the copy; it must not bring a trimmed position back.
 */
import * as fc from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import { interfereOnce, onNthSent } from './anchor.ts';
import { chosenChain, isWrite, type WriteChoice, writeFields } from './chain-write.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf } from './parameters.ts';

interface LateDuplicate extends PlannedFault, WriteChoice {
  readonly kind: 'protocol.late-duplicate';
  readonly delayMicros: number;
}

export const protocolLateDuplicate: FaultKind<LateDuplicate> = {
  kind: 'protocol.late-duplicate',
  place: 'protocol',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'delivers a write to the head of a chain again, much later',
  heals: 'when the copy is delivered, after delayMicros',
  noticedBy: 'a write refused as overwritten or trimmed; U-WriteOnce or U-NoResurrect if it is not',
  arbitrary: (_topology, horizonMicros) =>
    faultOf<LateDuplicate>('protocol.late-duplicate', {
      ...writeFields(horizonMicros),
      delayMicros: fc.integer({ min: 1, max: Math.max(2_000, horizonMicros) }),
    }),
  install: (fault, world) => {
    const { network } = world;
    const head = chosenChain(world, fault)[0];
    onNthSent(
      world,
      fault.nthWrite,
      (_from, to, datagram) => to === head && isWrite(datagram),
      (_from, _to, write) => interfereOnce(network, fault.kind, write, 'duplicate', fault.delayMicros),
    );
  },
};
