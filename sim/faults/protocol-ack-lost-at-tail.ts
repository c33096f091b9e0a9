/**
 * Drops the n-th acknowledgement of a write by the last unit of a chain: the value is committed, and its writer does
 * not know.
 *
 * Bounds: one message. Heals: at once. Noticed by the writer, whose outcome is unknown: it must find its own entry in
 * place, and an append that is repeated without looking shows up twice.
 */
import type { NodeId } from '../../src/ports/units.ts';
import type { ReplyAddress, ReplyDatagram } from '../../src/rpc/endpoint.ts';
import type { PlannedFault } from '../model/plan.ts';
import { interfereOnce, onNthSent } from './anchor.ts';
import { chosenChain, isWrite, type WriteChoice, writeFields } from './chain-write.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf } from './parameters.ts';

interface AckLostAtTail extends PlannedFault, WriteChoice {
  readonly kind: 'protocol.ack-lost-at-tail';
}

export const protocolAckLostAtTail: FaultKind<AckLostAtTail> = {
  kind: 'protocol.ack-lost-at-tail',
  place: 'protocol',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'drops the acknowledgement of a committed write',
  heals: 'at once',
  noticedBy: 'a writer in doubt; an entry that appears twice if it does not look',
  arbitrary: (_topology, horizonMicros) =>
    faultOf<AckLostAtTail>('protocol.ack-lost-at-tail', writeFields(horizonMicros)),
  install: (fault, world) => {
    const { network } = world;
    const tail = chosenChain(world, fault).at(-1);
    const asked = new Set<number>();
    const acknowledges = (from: NodeId, to: NodeId, datagram: object): boolean => {
      if (to === tail && isWrite(datagram)) asked.add(callKey(datagram));
      if (from !== tail || (datagram as ReplyDatagram).is !== 'reply') return false;
      const { call, incarnation, body } = datagram as ReplyDatagram;
      return (
        (body as { readonly status?: string }).status === 'ok' && asked.has(callKey({ caller: to, call, incarnation }))
      );
    };
    onNthSent(world, fault.nthWrite, acknowledges, (_from, _to, acknowledgement) =>
      interfereOnce(network, fault.kind, acknowledgement, 'drop', 0),
    );
  },
};

/** One number for one call: room for 2^16 nodes, 2^10 lives of each and 2^27 calls in each life. */
function callKey({ caller, incarnation, call }: ReplyAddress): number {
  return (caller * 0x400 + incarnation) * 0x800_0000 + call;
}
