/**
 * S-TailAboveAcked: the tail told to a client is above every position that was acknowledged before the client asked. A sequencer that
 * was given up may know less; what it says is of an older epoch, and no client may rely on it unconfirmed.
 */
import type { Invariant } from './invariant.ts';

export const sTailAboveAcked: Invariant = {
  name: 'S-TailAboveAcked',
  watch: (ledger) => ({
    sequenced(call, reply) {
      if (call.kind !== 'sequencer/query' || reply.status !== 'ok' || reply.position === undefined) return;
      if (reply.position > call.acknowledgedBefore || reply.epoch < ledger.layouts.newest.epoch) return;
      const asked = `${ledger.nameOf(call.caller)} asked after position ${call.acknowledgedBefore} had been acknowledged`;
      const acknowledged = ledger.cellOf(call.acknowledgedBefore).acknowledged;
      const message = `the sequencer reported tail ${reply.position}; ${asked}`;
      ledger.violate('S-TailAboveAcked', message, [acknowledged?.step ?? -1, call.sentStep]);
    },
  }),
};
