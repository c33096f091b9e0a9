/**
 * What a decided position of the log holds: a client's data, or the junk that filled a hole. A position is written once,
 * so two entries found at the same position must be the same: the same write, and with {@link sameEntry} the same bytes.
 */
import { type EntryStreams, sameStreams } from './stream.ts';

/**
 * Names one write for ever. A client that finds its own write identity at a position knows that it is looking at its own
 * retransmission and not at a rival.
 */
export interface WriteId {
  /** The client, unique over its restarts. */
  readonly writer: number;
  /** Counts the writes of that client. */
  readonly writeNumber: number;
}

export interface Data extends WriteId {
  readonly kind: 'data';
  /** Never changes once the entry exists: it may be a view into a message or into a flash page. */
  readonly payload: Uint8Array;
  /** Absent, not empty, where the entry belongs to no stream. */
  readonly streams?: EntryStreams;
}

export interface Junk {
  readonly kind: 'junk';
}

export type Entry = Data | Junk;

export const JUNK: Junk = Object.freeze({ kind: 'junk' });

export function dataOf({ writer, writeNumber }: WriteId, payload: Uint8Array, streams: EntryStreams | undefined): Data {
  return streams === undefined
    ? { kind: 'data', writer, writeNumber, payload }
    : { kind: 'data', writer, writeNumber, payload, streams };
}

/**
 * Are these the same write? The identity decides, payload and streams confirm: one identity with two payloads is a broken
 * client or a broken device, and must not pass for agreement.
 */
export function sameEntry(a: Entry, b: Entry): boolean {
  if (a.kind === 'junk' || b.kind === 'junk') return a.kind === b.kind;
  if (a.writer !== b.writer || a.writeNumber !== b.writeNumber) return false;
  return sameBytes(a.payload, b.payload) && sameStreams(a.streams, b.streams);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
