/** S-TokenUnique: within one epoch the sequencer grants a position once. Tokens that nobody hears of may be lost. */
import type { Invariant } from './invariant.ts';

export const sTokenUnique: Invariant = {
  name: 'S-TokenUnique',
  watch(ledger) {
    /** When each position of the latest epoch was granted. */
    const granted = new Map<number, number>();
    let epoch = -1;
    return {
      sequenced(call, reply) {
        if (call.kind !== 'sequencer/next' || reply.status !== 'ok' || reply.position === undefined) return;
        // Of a deposed sequencer only those grants are known that came before its successor's.
        if (reply.epoch < epoch) return;
        if (reply.epoch > epoch) granted.clear();
        epoch = reply.epoch;
        for (let position = reply.position; position < reply.position + call.amount; position += 1) {
          const before = granted.get(position);
          granted.set(position, ledger.at.step);
          if (before === undefined) continue;
          const message = `the sequencer granted position ${position} twice in epoch ${epoch}`;
          ledger.violate('S-TokenUnique', message, [before, call.sentStep]);
          return;
        }
      },
    };
  },
};
