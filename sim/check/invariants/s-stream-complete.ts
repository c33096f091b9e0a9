/**
 * S-StreamComplete: every entry of a stream that anybody was told of can be reached from what the sequencer knows.
 * Judged wherever that shows: in what a sequencer is told when it begins an epoch, in the backpointers of every token,
 * in every answer about the end of a stream, and in what readers were given. What a sequencer that was given up says is
 * of an older epoch, and nobody builds on it.
 */
import { streamId, type StreamHeader } from '../../../src/log/stream.ts';
import { KnownEntries } from './known-entries.ts';
import type { Invariant } from './invariant.ts';
import { PlayedUpTo } from './played-up-to.ts';
import type { ClientOperation, OperationResponse } from './watcher.ts';

export const sStreamComplete: Invariant = {
  name: 'S-StreamComplete',
  watch(ledger) {
    if (!ledger.layouts.haveStreams) return {};
    const entries = new KnownEntries(ledger);
    const played = new PlayedUpTo();

    /**
     * A table is complete where it has the entry, or K positions that lie above it: each says itself what was before.
     */
    function judge(who: string, { stream, backpointers }: StreamHeader, sentStep: number): void {
      const full = backpointers.length >= (ledger.layouts.newest.backpointers ?? 0);
      const lowest = full ? (backpointers.at(-1) ?? 0) : 0;
      const missing = entries.highestMissing(
        stream,
        sentStep,
        -1,
        (position) => position < lowest || backpointers.some((one) => one === position),
      );
      if (missing === undefined) return;
      const { position, step } = missing;
      const known = backpointers.length === 0 ? 'nothing' : `only ${backpointers.join(', ')}`;
      const message = `${who} ${known} of stream ${stream}, from where its entry at position ${position} cannot be reached`;
      ledger.violate('S-StreamComplete', message, [step, sentStep]);
    }

    function judgeReader(
      { op, node, streams, invokedStep }: ClientOperation,
      { out, positions }: OperationResponse,
    ): void {
      const stream = streams?.[0];
      if (op !== 'readStream' || out !== 'ok' || positions === undefined || stream === undefined) return;
      const above = played.upTo(node, stream);
      const given = new Set(positions);
      // What is serializable may end anywhere, and has no gap before.
      const end = ledger.strength === 'serializable' ? (positions.at(-1) ?? above) : Infinity;
      const isKnown = (position: number): boolean => given.has(position) || position > end;
      const missing = entries.highestMissing(stream, invokedStep, above, isKnown);
      played.add(node, stream, positions);
      if (missing === undefined) return;
      const { position, step } = missing;
      const message = `${ledger.nameOf(node)} was not given the entry of stream ${stream} at position ${position}`;
      ledger.violate('S-StreamComplete', message, [step, invokedStep], node);
    }

    return {
      asked: (call) => entries.trims.asked(call),
      sequenced(call, reply) {
        if (reply.status !== 'ok' || reply.epoch < ledger.layouts.newest.epoch) return;
        const { table } = call;
        if (table !== undefined) {
          for (const stream of entries.streams) {
            const header = table.find((each) => each.stream === stream);
            judge('the sequencer was told', header ?? { stream: streamId(stream), backpointers: [] }, call.sentStep);
          }
        }
        for (const header of reply.streams?.headers ?? []) judge('the sequencer knew', header, call.sentStep);
      },
      responded(operation, response) {
        judgeReader(operation, response);
        entries.responded(operation, response);
      },
      happened(fact) {
        if (fact.fact === 'crashed') played.forget(fact.node);
      },
    };
  },
};
