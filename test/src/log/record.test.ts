import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, JUNK, sameEntry } from '../../../src/log/entry.ts';
import { POSITION_MAX, epoch, logPosition } from '../../../src/log/position.ts';
import {
  RECORD_HEADER_BYTES,
  decodeHeader,
  decodeRecord,
  encodeEntry,
  encodeMark,
  payloadBytesMax,
} from '../../../src/log/record.ts';

const PAGE_BYTES = 96;
const OFFSET = 7;
const END = OFFSET + PAGE_BYTES;
const payload = Uint8Array.of(1, 2, 255, 0, 5);
const data: Entry = { kind: 'data', writer: 2 ** 40 + 3, writeNumber: 77, payload };

function pageWith(entry: Entry): Uint8Array {
  const page = new Uint8Array(END + 10).fill(0xff);
  encodeEntry(page, OFFSET, logPosition(2 ** 40 + 9), epoch(5), entry);
  return page;
}

describe('a record', () => {
  it('comes back as it was written', () => {
    const record = decodeRecord(pageWith(data), OFFSET, END);
    expect(record).toEqual({
      type: 'data',
      position: 2 ** 40 + 9,
      epoch: 5,
      writer: 2 ** 40 + 3,
      writeNumber: 77,
      length: 5,
      payload,
    });
  });

  it('hands out its payload as a view into the page', () => {
    const page = pageWith(data);
    const record = decodeRecord(page, OFFSET, END);
    expect(typeof record === 'string' ? record : record.payload.buffer).toBe(page.buffer);
  });

  it('fits a page to the last byte, and takes the highest position', () => {
    const entry: Entry = { ...data, payload: new Uint8Array(payloadBytesMax({ pageBytes: PAGE_BYTES })).fill(9) };
    const page = new Uint8Array(PAGE_BYTES);
    encodeEntry(page, 0, logPosition(POSITION_MAX), epoch(1), entry);
    expect(decodeRecord(page, 0, PAGE_BYTES)).toMatchObject({ position: POSITION_MAX, payload: entry.payload });
    expect(decodeRecord(page, 0, PAGE_BYTES - 1)).toBe('corrupt');
  });

  it.each(['junk', 'trim', 'lost', 'anchor'] as const)('of type %s is all in its header', (type) => {
    const page = new Uint8Array(RECORD_HEADER_BYTES);
    encodeMark(page, 0, type, logPosition(4), epoch(2));
    expect(decodeRecord(page, 0, RECORD_HEADER_BYTES)).toMatchObject({ type, position: 4, epoch: 2, length: 0 });
  });

  it('is absent from an erased page, and corrupt in a page of zeros', () => {
    expect(decodeRecord(new Uint8Array(PAGE_BYTES).fill(0xff), 0, PAGE_BYTES)).toBe('absent');
    expect(decodeRecord(new Uint8Array(PAGE_BYTES), 0, PAGE_BYTES)).toBe('corrupt');
  });

  it('is corrupt, and never absent or another, with any bits flipped', () => {
    const bits = fc.uniqueArray(fc.nat((RECORD_HEADER_BYTES + payload.length) * 8 - 1), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(bits, (flipped) => {
        const page = pageWith(data);
        for (const bit of flipped) page[OFFSET + (bit >> 3)] = (page[OFFSET + (bit >> 3)] as number) ^ (1 << (bit & 7));
        expect(decodeRecord(page, OFFSET, END)).toBe('corrupt');
      }),
    );
  });

  it('still says whose it was when its payload is gone, and not when its header is', () => {
    const page = pageWith(data);
    page[OFFSET + RECORD_HEADER_BYTES] = 99;
    expect(decodeHeader(page, OFFSET, END)).toMatchObject({ position: 2 ** 40 + 9, writeNumber: 77, length: 5 });
    page[OFFSET + 29] = 1;
    expect(decodeHeader(page, OFFSET, END)).toBe('corrupt');
  });
});

describe('two entries', () => {
  it('are the same when write and payload are', () => {
    expect(sameEntry(data, { ...data, payload: Uint8Array.from(payload) })).toBe(true);
    expect(sameEntry(JUNK, { kind: 'junk' })).toBe(true);
  });

  it('differ by any part', () => {
    expect(sameEntry(data, JUNK)).toBe(false);
    expect(sameEntry(data, { ...data, writer: 1 })).toBe(false);
    expect(sameEntry(data, { ...data, writeNumber: 78 })).toBe(false);
    expect(sameEntry(data, { ...data, payload: payload.subarray(1) })).toBe(false);
    expect(sameEntry(data, { ...data, payload: Uint8Array.of(1, 2, 255, 0, 6) })).toBe(false);
  });
});
