import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PageDescriptor,
  SPARE_BYTES_MIN,
  completionOf,
  decodeOwn,
  decodePrevious,
  decodeRepeated,
  encodeSpare,
  isPage,
  repeatDescriptor,
} from '../../../src/corfu/page-descriptor.ts';

const own: PageDescriptor = {
  sequence: 2 ** 33 + 1,
  position: 2 ** 41 + 5,
  page: 70_000,
  erases: 100_000,
  type: 'data',
};
const previous: PageDescriptor = { sequence: 2 ** 33, position: 3, page: 69_999, erases: 0, type: 'trim' };
const SPARE = 3;
const DESCRIPTOR_BITS = 192;

function spareArea(): Uint8Array {
  const bytes = new Uint8Array(SPARE + SPARE_BYTES_MIN);
  encodeSpare(bytes, SPARE, own, previous);
  return bytes;
}

function flip(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at + (bit >> 3)] = (bytes[at + (bit >> 3)] as number) ^ (1 << (bit & 7));
}

const bits = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc.uniqueArray(fc.nat(DESCRIPTOR_BITS - 1), { minLength, maxLength });

describe('a spare area', () => {
  it('says what the page is and what the one before was', () => {
    expect(decodeOwn(spareArea(), SPARE)).toEqual(own);
    expect(decodePrevious(spareArea(), SPARE)).toEqual(previous);
    expect(isPage(spareArea(), SPARE, own.sequence, own.page)).toBe(true);
    expect(isPage(spareArea(), SPARE, own.sequence, own.page + 1)).toBe(false);
    expect(isPage(spareArea(), SPARE, own.sequence - 1, own.page)).toBe(false);
  });

  it('of the first page says nothing of one before', () => {
    const bytes = new Uint8Array(SPARE_BYTES_MIN);
    encodeSpare(bytes, 0, own, undefined);
    expect(decodePrevious(bytes, 0)).toBeUndefined();
  });

  it('still says it with any three bits of a descriptor flipped', () => {
    fc.assert(
      fc.property(bits(1, 3), (flipped) => {
        const bytes = spareArea();
        for (const bit of flipped) flip(bytes, SPARE, bit);
        expect(decodeOwn(bytes, SPARE)).toEqual(own);
        expect(isPage(bytes, SPARE, own.sequence, own.page)).toBe(true);
      }),
    );
  });

  it('says nothing rather than something wrong with four', () => {
    fc.assert(
      fc.property(bits(4, 4), (flipped) => {
        const bytes = spareArea();
        for (const bit of flipped) flip(bytes, SPARE, bit);
        expect(decodeOwn(bytes, SPARE)).toBeUndefined();
      }),
    );
  });

  it('tells a program that ended from one that power loss or a failure ended', () => {
    const markerAt = SPARE + SPARE_BYTES_MIN - 16;
    const withErased = (bytesErased: number): Uint8Array => {
      const bytes = spareArea();
      bytes.fill(0xff, bytes.length - bytesErased);
      return bytes;
    };
    expect(completionOf(withErased(0), SPARE)).toBe('complete');
    expect(completionOf(withErased(1), SPARE)).toBe('frayed');
    expect(completionOf(withErased(8), SPARE)).toBe('noise');
    expect(completionOf(withErased(15), SPARE)).toBe('torn');
    expect(completionOf(withErased(16), SPARE)).toBe('torn');
    const rotten = spareArea();
    for (const bit of [0, 17, 40, 41, 99, 127]) flip(rotten, markerAt, bit);
    expect(completionOf(rotten, SPARE)).toBe('frayed');
    const tornAndRotten = withErased(16);
    for (const bit of [0, 17, 40, 41, 99, 127]) flip(tornAndRotten, markerAt, bit);
    expect(completionOf(tornAndRotten, SPARE)).toBe('torn');
  });
});

describe('the copies that fill a tombstone', () => {
  const spare = 24 * 4;
  const tombstone = (): Uint8Array => {
    const bytes = new Uint8Array(spare + SPARE_BYTES_MIN);
    encodeSpare(bytes, spare, previous, undefined);
    repeatDescriptor(bytes, spare, 0, spare);
    return bytes;
  };

  it('say by majority what no single one can', () => {
    const bytes = tombstone();
    for (const [copy, at] of [0, 24, 48, 72, spare].entries()) {
      for (let bit = copy; bit < DESCRIPTOR_BITS; bit += 12) flip(bytes, at, bit);
    }
    expect(decodeOwn(bytes, spare)).toBeUndefined();
    expect(decodeRepeated(bytes, spare, 0, spare)).toEqual(previous);
  });

  it('are believed for tombstones only', () => {
    const bytes = new Uint8Array(spare + SPARE_BYTES_MIN);
    encodeSpare(bytes, spare, own, undefined);
    repeatDescriptor(bytes, spare, 0, spare);
    expect(decodeRepeated(bytes, spare, 0, spare)).toBeUndefined();
  });
});
