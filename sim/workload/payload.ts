/**
 * What clients append: a unique value, spelled out in the payload, so that a read says which append it returns. The first
 * eight bytes are the client and its operation, the rest is derived from them, so that any damage shows.
 */
import type { Value } from '../model/history.ts';

/** Operations of one client, at most. */
const OPERATIONS_MAX = 1_000_000;
const HEADER_BYTES = 8;

/** The value of the `operation`-th operation of `client`. */
export function valueOf(client: number, operation: number): number {
  return client * OPERATIONS_MAX + operation;
}

export function encodePayload(client: number, operation: number, size: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(size, HEADER_BYTES));
  putWord(bytes, 0, client);
  putWord(bytes, 4, operation);
  for (let i = HEADER_BYTES; i < bytes.length; i += 1) bytes[i] = (client * 31 + operation * 7 + i) & 0xff;
  return bytes;
}

/** The value, or a text that no append ever wrote when the payload is damaged. */
export function decodePayload(bytes: Uint8Array): Value {
  if (bytes.length < HEADER_BYTES) return `damaged payload of ${bytes.length} bytes`;
  const client = word(bytes, 0);
  const operation = word(bytes, 4);
  for (let i = HEADER_BYTES; i < bytes.length; i += 1) {
    if (bytes[i] !== ((client * 31 + operation * 7 + i) & 0xff)) return `damaged payload, wrong at byte ${i}`;
  }
  return valueOf(client, operation);
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = (value >>> 16) & 0xff;
  bytes[at + 2] = (value >>> 8) & 0xff;
  bytes[at + 3] = value & 0xff;
}

function word(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
