/**
 * The record of one position, as it lies in a flash page:
 *
 *     0 magic   2 version   3 type   4 position   10 epoch   16 writer   22 write number   28 length
 *     32 CRC of bytes 0 to 32   36 CRC of bytes 0 to 36 and of all that follows   40 streams, payload
 *
 * Version 1 has a payload only. Version 2 has the streams of the entry before it, and the length is that of both.
 *
 * The header has a CRC of its own, so that a rotten length is never followed, and so that a record whose payload is gone still
 * says whose it was. What can be read from a page is one of three things, never mixed up: a record, nothing at all
 * (`absent`: the page was never programmed), or the remains of a record (`corrupt`).
 */
import { crc32c } from './crc32c.ts';
import { readUint16, readUint32, readUint48, writeUint16, writeUint32, writeUint48 } from './byte-codec.ts';
import type { Entry } from './entry.ts';
import { type Epoch, type LogPosition, epoch, logPosition } from './position.ts';
import { type EntryStreams, decodeStreams, encodeStreams, streamsBytes, streamsBytesMax } from './stream.ts';

export const RECORD_HEADER_BYTES = 40;

/**
 * `trim`: the position is given up. `lost`: its record was destroyed before it could be moved. `anchor`: written when the
 * device is formatted, so that from then on it is never without a page.
 */
export type RecordType = 'data' | 'junk' | 'trim' | 'lost' | 'anchor';

export interface RecordHeader {
  readonly type: RecordType;
  readonly position: LogPosition;
  readonly epoch: Epoch;
  readonly writer: number;
  readonly writeNumber: number;
  /** Of streams and payload. */
  readonly length: number;
}

export interface LogRecord extends RecordHeader {
  /** A view into the page. */
  readonly payload: Uint8Array;
  /** Absent where the entry belongs to no stream. */
  readonly streams?: EntryStreams;
}

const MAGIC = 0xc0f5;
const VERSION = 1;
const VERSION_WITH_STREAMS = 2;
const ERASED = 0xff;
const NO_PAYLOAD = new Uint8Array(0);
const types: readonly RecordType[] = ['data', 'junk', 'trim', 'lost', 'anchor'];

/** The largest payload that fits a page beside the headers of so many streams, in bytes. */
export function payloadBytesMax(
  geometry: { readonly pageBytes: number },
  streams: { readonly count: number; readonly backpointers: number } = NO_STREAMS,
): number {
  return geometry.pageBytes - RECORD_HEADER_BYTES - streamsBytesMax(streams.count, streams.backpointers);
}

const NO_STREAMS = { count: 0, backpointers: 0 };

/** What the record of `entry` takes of a page. */
export function recordBytes(position: LogPosition, entry: Entry): number {
  if (entry.kind === 'junk') return RECORD_HEADER_BYTES;
  const { streams, payload } = entry;
  return RECORD_HEADER_BYTES + payload.length + (streams === undefined ? 0 : streamsBytes(position, streams));
}

/** Types have small numbers on flash; 0 and 255, which erased or destroyed bytes suggest, are none. */
export function codeOfType(type: RecordType): number {
  return types.indexOf(type) + 1;
}

export function typeOfCode(code: number): RecordType | undefined {
  return types[code - 1];
}

/** Writes the record of an entry at `position`, decided in `writtenIn`, into `bytes` from `offset`. */
export function encodeEntry(
  bytes: Uint8Array,
  offset: number,
  position: LogPosition,
  writtenIn: Epoch,
  entry: Entry,
): void {
  if (entry.kind === 'junk') encodeMark(bytes, offset, 'junk', position, writtenIn);
  else
    encode(bytes, offset, 'data', position, writtenIn, entry.writer, entry.writeNumber, entry.payload, entry.streams);
}

/** Writes a record that is all in its header. */
export function encodeMark(
  bytes: Uint8Array,
  offset: number,
  type: Exclude<RecordType, 'data'>,
  position: LogPosition,
  writtenIn: Epoch,
): void {
  encode(bytes, offset, type, position, writtenIn, 0, 0, NO_PAYLOAD, undefined);
}

function encode(
  bytes: Uint8Array,
  offset: number,
  type: RecordType,
  position: LogPosition,
  writtenIn: Epoch,
  writer: number,
  writeNumber: number,
  payload: Uint8Array,
  streams: EntryStreams | undefined,
): void {
  const from = offset + RECORD_HEADER_BYTES;
  const payloadAt = streams === undefined ? from : encodeStreams(bytes, from, position, streams);
  bytes.set(payload, payloadAt);
  const to = payloadAt + payload.length;
  writeUint16(bytes, offset, MAGIC);
  bytes[offset + 2] = streams === undefined ? VERSION : VERSION_WITH_STREAMS;
  bytes[offset + 3] = codeOfType(type);
  writeUint48(bytes, offset + 4, position);
  writeUint48(bytes, offset + 10, writtenIn);
  writeUint48(bytes, offset + 16, writer);
  writeUint48(bytes, offset + 22, writeNumber);
  writeUint32(bytes, offset + 28, to - from);
  const headerCrc = crc32c(bytes, offset, offset + 32);
  writeUint32(bytes, offset + 32, headerCrc);
  writeUint32(bytes, offset + 36, bodyCrc(bytes, offset, headerCrc, from, to));
}

/** Goes on from the checksum of the header. */
function bodyCrc(bytes: Uint8Array, offset: number, headerCrc: number, from: number, to: number): number {
  return crc32c(bytes, from, to, crc32c(bytes, offset + 32, offset + 36, headerCrc));
}

/** Reads the record that starts at `offset`; it must end before `end`. */
export function decodeRecord(bytes: Uint8Array, offset: number, end: number): LogRecord | 'absent' | 'corrupt' {
  const header = decodeHeader(bytes, offset, end);
  if (header === 'corrupt') return isErased(bytes, offset, offset + RECORD_HEADER_BYTES) ? 'absent' : 'corrupt';
  const from = offset + RECORD_HEADER_BYTES;
  const to = from + header.length;
  const headerCrc = readUint32(bytes, offset + 32);
  if (bodyCrc(bytes, offset, headerCrc, from, to) !== readUint32(bytes, offset + 36)) return 'corrupt';
  const { type, position, epoch: writtenIn, writer, writeNumber, length } = header;
  if (bytes[offset + 2] === VERSION)
    return { type, position, epoch: writtenIn, writer, writeNumber, length, payload: bytes.subarray(from, to) };
  const decoded = decodeStreams(bytes, from, to, position);
  if (decoded === undefined) return 'corrupt';
  const { streams, end: payloadAt } = decoded;
  const payload = bytes.subarray(payloadAt, to);
  return { type, position, epoch: writtenIn, writer, writeNumber, length, payload, streams };
}

/** Whose record is, or was, at `offset`? The header can be trusted even when the payload cannot be read any more. */
export function decodeHeader(bytes: Uint8Array, offset: number, end: number): RecordHeader | 'corrupt' {
  const version = bytes[offset + 2];
  if (readUint16(bytes, offset) !== MAGIC || (version !== VERSION && version !== VERSION_WITH_STREAMS))
    return 'corrupt';
  if (crc32c(bytes, offset, offset + 32) !== readUint32(bytes, offset + 32)) return 'corrupt';
  const type = typeOfCode(bytes[offset + 3] as number);
  const length = readUint32(bytes, offset + 28);
  if (type === undefined || offset + RECORD_HEADER_BYTES + length > end) return 'corrupt';
  return {
    type,
    position: logPosition(readUint48(bytes, offset + 4)),
    epoch: epoch(readUint48(bytes, offset + 10)),
    writer: readUint48(bytes, offset + 16),
    writeNumber: readUint48(bytes, offset + 22),
    length,
  };
}

function isErased(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== ERASED) return false;
  return true;
}
