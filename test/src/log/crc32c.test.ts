import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../src/log/crc32c.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

function bitByBit(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit += 1) register = (register >>> 1) ^ (register & 1 ? 0x82f63b78 : 0);
  }
  return ~register >>> 0;
}

describe('crc32c', () => {
  // The check value of the catalogue of CRCs, and the vectors of RFC 3720 B.4, which lists them in byte order.
  it.each([
    ['123456789', ascii('123456789'), 0xe3069283],
    ['nothing', new Uint8Array(0), 0],
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of 0xFF', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['32 rising bytes', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ])('of %s is the known one', (_, bytes, expected) => {
    expect(crc32c(bytes, 0, bytes.length)).toBe(expected);
  });

  it('is that of the definition, for any bytes, range and cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(300), (bytes, a, b) => {
        const from = Math.min(a, bytes.length);
        const cut = Math.min(from + b, bytes.length);
        const whole = crc32c(bytes, from, bytes.length);
        expect(whole).toBe(bitByBit(bytes.subarray(from)));
        expect(crc32c(bytes, cut, bytes.length, crc32c(bytes, from, cut))).toBe(whole);
      }),
    );
  });
});
