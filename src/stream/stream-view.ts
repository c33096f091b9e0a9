/**
 * Playback of one stream ("Tango: Distributed Data Structures over a Shared Log", SOSP 2013, section 5): asks where the
 * stream ends, walks back along the backpointers to what was played already, and hands out what is new, in the order of
 * the log.
 *
 * A backpointer leads to an entry of the stream, to junk, or to a position that was trimmed. Nothing here relies on
 * more: an entry that does not belong to the stream is passed over, too, should a sequencer have erred. Where all
 * pointers at hand end in such, the walk goes on position by position until it finds the trail again. So it misses
 * nothing that the newest pointers are above of.
 *
 * What is remembered is the last position *played*, not the tail that was told: a position in between that was granted
 * and never written may be cut off by a reconfiguration and granted again, to an entry of this stream.
 */
import { type LogPosition, logPosition } from '../log/position.ts';
import type { Failed, FillOutcome, StreamLog } from '../log/shared-log.ts';
import { headerOf, type StreamId } from '../log/stream.ts';

export interface StreamEntry {
  readonly position: LogPosition;
  readonly payload: Uint8Array;
}

/**
 * `entries`: those that were not played before, ascending: all that were appended to the stream before the call, and
 * perhaps more. `trimmedBelow`: entries below may be missing, since positions there were trimmed; 0 if none was met.
 */
export type Synced =
  | { readonly status: 'ok'; readonly entries: readonly StreamEntry[]; readonly trimmedBelow: LogPosition }
  | Failed;

const FAILED: Failed = Object.freeze({ status: 'failed' });

export class StreamView {
  readonly #log: StreamLog;
  readonly #stream: StreamId;
  /** The last position played, -1 before the first. */
  #played = -1;

  constructor(log: StreamLog, stream: StreamId) {
    this.#log = log;
    this.#stream = stream;
  }

  /** Plays what is new. After `failed` nothing was played, and the next call begins where this one did. */
  async sync(): Promise<Synced> {
    const end = await this.#log.checkStreams([this.#stream]);
    if (end.status === 'failed') return FAILED;
    const entries: StreamEntry[] = [];
    let trimmedBelow = logPosition(0);
    const trail = new Trail(this.#played);
    trail.add(end.streams[0]?.backpointers ?? []);
    for (let position = trail.next(); position !== undefined; position = trail.next()) {
      const found = await this.#look(position);
      if (found.status === 'failed') return FAILED;
      if (found.status === 'trimmed') {
        if (trimmedBelow === 0) trimmedBelow = logPosition(position + 1);
        if (position < this.#log.trimMark) break;
      }
      const header = found.status === 'data' ? headerOf(found.streams, this.#stream) : undefined;
      if (found.status === 'data' && header !== undefined) {
        entries.push({ position, payload: found.payload });
        trail.add(header.backpointers);
      } else if (trail.isLost) trail.add([logPosition(position - 1)]);
    }
    entries.reverse();
    this.#played = entries.at(-1)?.position ?? this.#played;
    return { status: 'ok', entries, trimmedBelow };
  }

  /**
   * A hole is filled: its owner may be dead. `unwritten`: it is above the tail by now, and was never part of the log.
   */
  async #look(position: LogPosition): Promise<FillOutcome> {
    const found = await this.#log.read(position);
    return found.status === 'unwritten' ? this.#log.fill(position) : found;
  }
}

/** Positions still to be looked at, highest first, and each once. */
class Trail {
  readonly #above: number;
  readonly #ahead: LogPosition[] = [];

  /** Nothing at or below `above` is of interest. */
  constructor(above: number) {
    this.#above = above;
  }

  get isLost(): boolean {
    return this.#ahead.length === 0;
  }

  add(positions: readonly LogPosition[]): void {
    for (const position of positions) {
      if (position > this.#above && !this.#ahead.includes(position)) this.#ahead.push(position);
    }
    this.#ahead.sort((a, b) => a - b);
  }

  next(): LogPosition | undefined {
    return this.#ahead.pop();
  }
}
