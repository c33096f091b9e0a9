/**
 * O-OrderedExactlyOnceApply: a reader of a stream is given entries of that stream and of no other, each once, in the
 * order of the log.
 */
import type { Invariant } from './invariant.ts';
import { PlayedUpTo } from './played-up-to.ts';

export const oOrderedExactlyOnceApply: Invariant = {
  name: 'O-OrderedExactlyOnceApply',
  watch(ledger) {
    if (!ledger.layouts.haveStreams) return {};
    const played = new PlayedUpTo();
    return {
      responded({ op, node, streams, invokedStep }, { out, positions, values }) {
        const stream = streams?.[0];
        if (op !== 'readStream' || out !== 'ok' || stream === undefined) return;
        let last = played.upTo(node, stream);
        for (const [index, position] of (positions ?? []).entries()) {
          const given = `${ledger.nameOf(node)} was given position ${position} as an entry of stream ${stream}`;
          if (position <= last) {
            const message = `${given} after position ${last}`;
            ledger.violate('O-OrderedExactlyOnceApply', message, [invokedStep], node);
          } else if (!ledger.cellOf(position).holds(values?.[index], stream)) {
            const message = `${given}, and nobody appended that to it`;
            ledger.violate('O-OrderedExactlyOnceApply', message, [invokedStep], node);
          }
          last = position;
        }
        played.add(node, stream, positions ?? []);
      },
      happened(fact) {
        if (fact.fact === 'crashed') played.forget(fact.node);
      },
    };
  },
};
