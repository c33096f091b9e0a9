/** What decay and power loss do to bytes: flipped bits and garbage, as a function of a key. */
import { below, mix } from '../kernel/mix.ts';

/** A copy of `length` bytes at `offset` with exactly `bits` bits flipped, spread evenly from a place that `key` chooses. */
export function copyWithFlips(
  bytes: Uint8Array,
  offset: number,
  length: number,
  bits: number,
  key: number,
): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.subarray(offset, offset + length));
  const total = length * 8;
  const count = Math.min(bits, total);
  const stride = Math.floor(total / Math.max(count, 1));
  let bit = below(key, total);
  for (let i = 0; i < count; i += 1) {
    const place = bit >> 3;
    copy[place] = (copy[place] as number) ^ (1 << (bit & 7));
    bit += stride;
    if (bit >= total) bit -= total;
  }
  return copy;
}

/** Overwrites `length` bytes at `offset` by noise. */
export function fillWithGarbage(bytes: Uint8Array, offset: number, length: number, key: number): void {
  for (let i = 0; i < length; i += 4) {
    const word = mix(key, i, 0);
    const end = Math.min(4, length - i);
    for (let lane = 0; lane < end; lane += 1) bytes[offset + i + lane] = word >>> (lane * 8);
  }
}
