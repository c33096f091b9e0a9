/** What becomes of streams when the sequencer changes, and of the tokens of the one before. */
import type { MarkDefinition } from './mark.ts';

/** Flat as claims are; only who recovers streams emits one of this name. */
interface RecoveredClaim {
  readonly event: string;
  readonly streams?: number;
  readonly junkInARowMax?: number;
}

export const streamsRecovered: MarkDefinition = {
  name: 'streams were recovered by backward scan',
  summary: 'a new sequencer was told where streams end by what the records say',
  watch: (_ledger, reach) => ({
    claimed(_node, { event, streams = 0 }: RecoveredClaim) {
      if (event === 'streams-recovered' && streams > 0) reach();
    },
  }),
};

export const junkRunCrossed: MarkDefinition = {
  name: 'a scan for streams crossed a run of junk',
  summary: 'as much junk in a row as an entry has backpointers, and a stream that goes on behind it',
  watch: (ledger, reach) => ({
    claimed(_node, { event, streams = 0, junkInARowMax = 0 }: RecoveredClaim) {
      if (event !== 'streams-recovered' || streams === 0) return;
      if (junkInARowMax >= (ledger.layouts.newest.backpointers ?? Infinity)) reach();
    },
  }),
};

export const sequencerAdvanced: MarkDefinition = {
  name: 'a sequencer went on into the next epoch',
  summary: 'the layout changed and kept its sequencer, which kept its tail and its streams',
  watch: (_ledger, reach) => ({
    sequenced({ kind }, { status }) {
      if (kind === 'sequencer/advance' && status === 'ok') reach();
    },
  }),
};

export const tokenGivenUp: MarkDefinition = {
  name: 'a token of an old epoch was given up',
  summary: 'an append went on with a token of a later epoch, and left the position that it had been granted before',
  watch(ledger, reach) {
    if (!ledger.layouts.haveStreams) return {};
    /** The epoch of the last token of each open append, by node. */
    const tokens = new Map<number, number>();
    return {
      invoked({ op, node }) {
        if (op === 'append') tokens.delete(node);
      },
      sequenced({ kind, caller }, { status, epoch }) {
        if (kind !== 'sequencer/next' || status !== 'ok') return;
        if (epoch > (tokens.get(caller) ?? epoch)) reach();
        tokens.set(caller, epoch);
      },
    };
  },
};

export const holeOfStreamFilled: MarkDefinition = {
  name: 'a stream read went past a hole',
  summary: 'a reader of a stream filled a position that was granted to it and never written, and went on behind it',
  watch(ledger, reach) {
    if (!ledger.layouts.haveStreams) return {};
    const reading = new Set<number>();
    const filled = new Set<number>();
    return {
      invoked({ op, node }) {
        filled.delete(node);
        if (op === 'readStream') reading.add(node);
        else reading.delete(node);
      },
      asked({ kind, caller }) {
        if (kind === 'unit/fill' && reading.has(caller)) filled.add(caller);
      },
      responded({ op, node }, { out, positions = [] }) {
        if (op === 'readStream' && out === 'ok' && filled.has(node) && positions.length > 0) reach();
      },
    };
  },
};
