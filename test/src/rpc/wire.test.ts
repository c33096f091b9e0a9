import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWire, encodeWire } from '../../../src/rpc/wire.ts';
import type { WireRecord, WireValue } from '../../../src/ports/network.ts';

const { record } = fc.letrec<{ value: WireValue; record: WireRecord }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 5 }),
    tie('record'),
  ),
  record: fc.dictionary(fc.string(), tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));

const message: WireRecord = { is: 'request', call: 3, body: { kind: 'unit/write', payload: Uint8Array.of(1, 2, 3) } };

function flip(bytes: Uint8Array, ...bits: number[]): Uint8Array {
  const flipped = bytes.slice();
  for (const bit of bits) flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
  return flipped;
}

describe('messages as bytes', () => {
  it('come back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(record, (original) => {
        expect(decodeWire(encodeWire(original))).toStrictEqual(original);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('keep a field with the name of a prototype, and numbers that are hard to write', () => {
    const original = { ['__proto__']: 1, constructor: 2, zero: -0, no: Number.NaN, much: -Infinity, big: 2 ** 53 - 1 };
    const decoded = decodeWire(encodeWire(original)) as WireRecord;
    expect(decoded).toStrictEqual(original);
    expect(Object.keys(decoded)).toContain('__proto__');
    expect(Object.is(decoded['zero'], -0)).toBe(true);
  });

  it('leave out a field that is undefined', () => {
    expect(decodeWire(encodeWire({ a: 1, b: undefined }))).toStrictEqual({ a: 1 });
  });

  it('do not depend on where they lie in memory', () => {
    const bytes = encodeWire(message);
    const within = new Uint8Array(bytes.length + 10).fill(7);
    within.set(bytes, 5);
    expect(decodeWire(within.subarray(5, 5 + bytes.length))).toStrictEqual(message);
  });

  it('hand out payloads that live on when the buffer they came in is used again', () => {
    const bytes = encodeWire(message);
    const decoded = decodeWire(bytes);
    bytes.fill(0);
    expect(decoded).toStrictEqual(message);
  });

  it('are corrupt after any one or two flipped bits', () => {
    const bytes = encodeWire({ a: 1, b: 'x' });
    for (let first = 0; first < bytes.length * 8; first += 1) {
      if (decodeWire(flip(bytes, first)) !== 'corrupt') expect.unreachable(`bit ${first}`);
      for (let second = first + 1; second < bytes.length * 8; second += 1) {
        if (decodeWire(flip(bytes, first, second)) !== 'corrupt') expect.unreachable(`bits ${first}, ${second}`);
      }
    }
    expect(decodeWire(bytes)).toStrictEqual({ a: 1, b: 'x' });
  });

  it('are corrupt after any three flipped bits, of any message', () => {
    fc.assert(
      fc.property(record, fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 3 }), (original, picks) => {
        const bytes = encodeWire(original);
        const bits = new Set(picks.map((pick) => pick % (bytes.length * 8)));
        expect(decodeWire(flip(bytes, ...bits))).toBe('corrupt');
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });

  it('are corrupt when cut short', () => {
    const bytes = encodeWire(message);
    for (let length = 0; length < bytes.length; length += 1)
      expect(decodeWire(bytes.subarray(0, length))).toBe('corrupt');
  });
});
