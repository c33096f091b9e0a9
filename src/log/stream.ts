/**
 * Streams in one log ("Tango: Distributed Data Structures over a Shared Log", SOSP 2013, section 5): an entry names the
 * streams that it belongs to and, for each, the positions of that stream before it, so that a reader of one stream need
 * not read the others.
 *
 * On flash they stand between the header of a record and its payload:
 *
 *     0 header count   1 known streams   5 headers, each: 0 stream   4 backpointers   5 how far back each, newest first
 *
 * Backpointers are kept as long as 16 bits each say how far back they are. Where not even the newest is that near, it alone
 * is kept, as a position of 48 bits behind the number {@link ABSOLUTE}. So a header has a bound, and a reader always
 * has a way back.
 */
import type { Brand } from '../ports/units.ts';
import { readUint16, readUint32, readUint48, writeUint16, writeUint32, writeUint48 } from './byte-codec.ts';
import { type LogPosition, logPosition } from './position.ts';

/** A stream of the log, from 0; 32 bits. */
export type StreamId = Brand<number, 'StreamId'>;

export const streamId = (n: number): StreamId => n as StreamId;

export interface StreamHeader {
  readonly stream: StreamId;
  /** Positions that were granted to the stream last, newest first. An entry of it, or junk, or nothing any more. */
  readonly backpointers: readonly LogPosition[];
}

/** What an entry says of its streams: word for word what the sequencer said when it granted the position. */
export interface EntryStreams {
  /**
   * How many streams the sequencer knew by then, those of this entry included: so many a scan of the log has to find.
   */
  readonly known: number;
  readonly headers: readonly StreamHeader[];
}

/** Streams of one entry, at most. */
export const STREAMS_MAX = 8;

const SECTION_BYTES = 5;
const HEADER_BYTES = 5;
const DELTA_BYTES = 2;
const DELTA_MAX = 0xffff;
const POSITION_BYTES = 6;
const ABSOLUTE = 0xff;

/** The most that `streams` of one entry take on flash, each with `backpointers` of them, in bytes. */
export function streamsBytesMax(streams: number, backpointers: number): number {
  if (streams === 0) return 0;
  return SECTION_BYTES + streams * (HEADER_BYTES + Math.max(backpointers * DELTA_BYTES, POSITION_BYTES));
}

/** Of the `positions` below `from`, newest first, those that a header can hold. */
export function storable(from: number, positions: readonly LogPosition[]): readonly LogPosition[] {
  const far = positions.findIndex((position) => from - position > DELTA_MAX);
  return far === -1 ? positions : positions.slice(0, Math.max(far, 1));
}

/** What {@link encodeStreams} will take. */
export function streamsBytes(position: LogPosition, { headers }: EntryStreams): number {
  let bytes = SECTION_BYTES;
  for (const { backpointers } of headers) bytes += HEADER_BYTES + pointerBytes(position, backpointers);
  return bytes;
}

function pointerBytes(position: LogPosition, backpointers: readonly LogPosition[]): number {
  return isAbsolute(position, backpointers) ? POSITION_BYTES : backpointers.length * DELTA_BYTES;
}

function isAbsolute(position: LogPosition, backpointers: readonly LogPosition[]): boolean {
  const newest = backpointers[0];
  return newest !== undefined && position - newest > DELTA_MAX;
}

/** Writes what the entry at `position` says, with {@link storable} backpointers, from `at`; returns where it ends. */
export function encodeStreams(bytes: Uint8Array, at: number, position: LogPosition, streams: EntryStreams): number {
  bytes[at] = streams.headers.length;
  writeUint32(bytes, at + 1, streams.known);
  let end = at + SECTION_BYTES;
  for (const { stream, backpointers } of streams.headers) {
    const absolute = isAbsolute(position, backpointers);
    writeUint32(bytes, end, stream);
    bytes[end + 4] = absolute ? ABSOLUTE : backpointers.length;
    end += HEADER_BYTES;
    if (absolute) writeUint48(bytes, end, backpointers[0] as LogPosition);
    else backpointers.forEach((one, index) => writeUint16(bytes, end + index * DELTA_BYTES, position - one));
    end += pointerBytes(position, backpointers);
  }
  return end;
}

export interface DecodedStreams {
  readonly streams: EntryStreams;
  /** Where the payload begins. */
  readonly end: number;
}

/** Reads what {@link encodeStreams} wrote; `undefined` if it would not end before `limit`. */
export function decodeStreams(
  bytes: Uint8Array,
  at: number,
  limit: number,
  position: LogPosition,
): DecodedStreams | undefined {
  const headers: StreamHeader[] = [];
  let end = at + SECTION_BYTES;
  for (let left = bytes[at] as number; left > 0 && end + HEADER_BYTES <= limit; left -= 1) {
    const stream = streamId(readUint32(bytes, end));
    const count = bytes[end + 4] as number;
    end += HEADER_BYTES;
    const absolute = count === ABSOLUTE;
    const from = end;
    end += absolute ? POSITION_BYTES : count * DELTA_BYTES;
    if (end > limit) return undefined;
    const backpointers = absolute
      ? [logPosition(readUint48(bytes, from))]
      : Array.from({ length: count }, (_unused, index) =>
          logPosition(position - readUint16(bytes, from + index * DELTA_BYTES)),
        );
    headers.push({ stream, backpointers });
  }
  if (end > limit || headers.length !== bytes[at]) return undefined;
  return { streams: { known: readUint32(bytes, at + 1), headers }, end };
}

/** Does an entry with these streams belong to `stream`, and what came before it there? */
export function headerOf(streams: EntryStreams | undefined, stream: StreamId): StreamHeader | undefined {
  return streams?.headers.find((header) => header.stream === stream);
}

export function sameStreams(a: EntryStreams | undefined, b: EntryStreams | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.known !== b.known || a.headers.length !== b.headers.length) return false;
  return a.headers.every(({ stream, backpointers }, index) => {
    const other = b.headers[index] as StreamHeader;
    return (
      stream === other.stream &&
      backpointers.length === other.backpointers.length &&
      backpointers.every((position, back) => position === other.backpointers[back])
    );
  });
}
