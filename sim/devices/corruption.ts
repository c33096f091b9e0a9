/**
 * Corruption on the wire, for real: the message is encoded, bits are flipped, and the receiver's decoder judges the bytes by
 * their checksum. One to three flipped bits are always found by a CRC-32C at these lengths, so the receiver drops.
 */
import { encodeWire, decodeWire } from '../../src/rpc/wire.ts';
import { below, mix } from '../kernel/mix.ts';

export function survivesCorruption(datagram: object, key: number): boolean {
  const bytes = encodeWire(datagram as Parameters<typeof encodeWire>[0]);
  const flips = 1 + below(mix(key, 0, 41), 3);
  const flipped = new Set<number>();
  for (let i = 1; i <= flips; i += 1) {
    let bit = below(mix(key, i, 42), bytes.length * 8);
    // A bit flipped twice would be whole again.
    while (flipped.has(bit)) bit = (bit + 1) % (bytes.length * 8);
    flipped.add(bit);
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
  }
  return decodeWire(bytes) !== 'corrupt';
}
