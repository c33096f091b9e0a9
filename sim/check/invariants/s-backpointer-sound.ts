/**
 * S-BackpointerSound: a backpointer leads down, to a position that was granted to the stream, or to junk, or to what
 * may have been trimmed. Of several grants of a position that of the latest epoch counts: the others came to nothing.
 */
import { AskedTrims } from './asked-trims.ts';
import { JUNK_CONTENT } from './content.ts';
import type { Invariant } from './invariant.ts';
import type { LogCell } from './log-cell.ts';

interface Grant {
  readonly epoch: number;
  readonly streams: readonly number[] | undefined;
  readonly step: number;
}

export const sBackpointerSound: Invariant = {
  name: 'S-BackpointerSound',
  watch(ledger) {
    if (!ledger.layouts.haveStreams) return {};
    const grants = new Map<number, Grant>();
    const trims = new AskedTrims();
    return {
      asked: (call) => trims.asked(call),
      sequenced(call, reply) {
        const { position, epoch, streams } = reply;
        if (call.kind !== 'sequencer/next' || reply.status !== 'ok' || position === undefined) return;
        if (streams !== undefined && epoch >= ledger.layouts.newest.epoch) {
          for (const { stream, backpointers } of streams.headers) {
            for (const back of backpointers) {
              const grant = grants.get(back);
              const isSound = back < position && (grant?.streams?.includes(stream) ?? false);
              if (isSound || trims.cover(back) || isJunk(ledger.cellOf(back))) continue;
              const message = `the token for position ${position} says that position ${back} belongs to stream ${stream}`;
              ledger.violate('S-BackpointerSound', message, [grant?.step ?? -1, call.sentStep]);
            }
          }
        }
        for (let granted = position; granted < position + call.amount; granted += 1) {
          if (epoch < (grants.get(granted)?.epoch ?? 0)) continue;
          grants.set(granted, { epoch, streams: call.streams, step: ledger.at.step });
        }
      },
    };
  },
};

function isJunk({ replicas }: LogCell): boolean {
  return replicas.some(({ content }) => content === JUNK_CONTENT);
}
