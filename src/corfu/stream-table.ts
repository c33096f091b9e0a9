/**
 * What a sequencer knows of the streams of its log: the last K positions that it granted to each. Soft state like its
 * tail: when it is lost, the records on flash have it, each for the streams that it belongs to.
 */
import { type LogPosition, logPosition } from '../log/position.ts';
import { type EntryStreams, type StreamHeader, type StreamId, storable } from '../log/stream.ts';

/** A table, as it is handed from one sequencer to the next. */
export interface StreamTails {
  /** Positions kept of each stream: K. */
  readonly backpointers: number;
  readonly last: readonly StreamHeader[];
}

export const NO_STREAMS: StreamTails = Object.freeze({ backpointers: 0, last: [] });

export class StreamTable {
  readonly #backpointers: number;
  readonly #last = new Map<StreamId, readonly LogPosition[]>();

  constructor({ backpointers, last }: StreamTails) {
    this.#backpointers = backpointers;
    for (const header of last) this.#last.set(header.stream, header.backpointers);
  }

  /** The last positions of each of `streams`, as an entry at `position` would say it. */
  lastOf(position: number, streams: readonly StreamId[]): EntryStreams {
    const headers = streams.map((stream) => ({
      stream,
      backpointers: storable(position, this.#last.get(stream) ?? []),
    }));
    return { known: this.#last.size, headers };
  }

  /** Adds `count` positions from `position` on to `streams`, and says what the entry at the first of them is to say. */
  grant(position: number, count: number, streams: readonly StreamId[]): EntryStreams {
    const { headers } = this.lastOf(position, streams);
    const granted = Array.from({ length: count }, (_unused, index) => logPosition(position + count - 1 - index));
    for (const { stream, backpointers } of headers) {
      this.#last.set(stream, [...granted, ...backpointers].slice(0, this.#backpointers));
    }
    return { known: this.#last.size, headers };
  }
}
