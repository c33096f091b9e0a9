/**
 * The shared log as applications see it. Every outcome is a value: a caller that must handle it can, and one that does not
 * handle it does not compile.
 */
import type { LogPosition } from './position.ts';
import type { WriteId } from './entry.ts';
import type { EntryStreams, StreamHeader, StreamId } from './stream.ts';

/**
 * - `ok`: decided at `position`, readable by everybody until trimmed.
 * - `failed`: certainly not in the log, now or later.
 * - `unknown`: it may have been decided at `position` (and perhaps trimmed since), or at none. The log does not retry it.
 */
export type AppendOutcome =
  | { readonly status: 'ok'; readonly position: LogPosition }
  | { readonly status: 'failed' }
  | { readonly status: 'unknown'; readonly position: LogPosition };

/** What a position holds, once it is decided. */
export type Decided =
  | {
      readonly status: 'data';
      readonly writeId: WriteId;
      readonly payload: Uint8Array;
      /** Absent where the entry belongs to no stream. */
      readonly streams?: EntryStreams;
    }
  | { readonly status: 'junk' }
  | { readonly status: 'trimmed' };

/** `failed`: no answer within the client's patience, so that nothing is known; of a trim, refused before it began. */
export type Failed = { readonly status: 'failed' };

export type ReadOutcome = Decided | { readonly status: 'unwritten' } | Failed;

/** What the position holds after the fill; `unwritten`: refused, since the position is not below the tail. */
export type FillOutcome = Decided | { readonly status: 'unwritten' } | Failed;

export type TailOutcome = { readonly status: 'ok'; readonly tail: LogPosition; readonly epoch: number } | Failed;

/** `unknown`: some replicas may have been trimmed, or will be. */
export type TrimOutcome = { readonly status: 'ok' } | { readonly status: 'unknown' } | Failed;

/** `streams`: for each stream asked about, the positions granted to it last below `tail`, newest first. */
export type StreamsOutcome =
  | {
      readonly status: 'ok';
      readonly tail: LogPosition;
      readonly epoch: number;
      readonly streams: readonly StreamHeader[];
    }
  | Failed;

export interface SharedLog {
  append(payload: Uint8Array): Promise<AppendOutcome>;
  read(position: LogPosition): Promise<ReadOutcome>;
  /** Reads [from, to), each position as {@link read} would. */
  readRange(from: LogPosition, to: LogPosition): Promise<readonly ReadOutcome[]>;
  /** The first position above every decided one. */
  checkTail(): Promise<TailOutcome>;
  /** Resolves a hole below the tail: completes what a slow writer began, or decides junk. */
  fill(position: LogPosition): Promise<FillOutcome>;
  trim(position: LogPosition): Promise<TrimOutcome>;
  /** Trims every position below `end`. */
  prefixTrim(end: LogPosition): Promise<TrimOutcome>;
}

/** A log with streams: entries that belong to some, and a way back from the last of each. */
export interface StreamLog extends SharedLog {
  /** At one position, in all of `streams` or in none. */
  append(payload: Uint8Array, streams?: readonly StreamId[]): Promise<AppendOutcome>;
  /** The tail, and where in these streams to begin to walk back. */
  checkStreams(streams: readonly StreamId[]): Promise<StreamsOutcome>;
  /** Everything below was given up, as far as this client has heard. */
  readonly trimMark: LogPosition;
}
