/** S-TailAboveAcked: the tail told to a client is above every position that was acknowledged before the client asked. */
import type { Invariant } from './invariant.ts';

export const sTailAboveAcked: Invariant = {
  name: 'S-TailAboveAcked',
  watch: (ledger) => ({
    sequenced(call, reply) {
      if (call.kind !== 'sequencer/query' || reply.status !== 'ok' || reply.position === undefined) return;
      if (reply.position > call.acknowledgedBefore) return;
      const asked = `${ledger.nameOf(call.caller)} asked after position ${call.acknowledgedBefore} had been acknowledged`;
      const acknowledged = ledger.cellOf(call.acknowledgedBefore).acknowledged;
      const message = `the sequencer reported tail ${reply.position}; ${asked}`;
      ledger.violate('S-TailAboveAcked', message, [acknowledged?.step ?? -1, call.sentStep]);
    },
  }),
};
