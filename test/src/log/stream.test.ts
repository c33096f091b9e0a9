import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Data, sameEntry } from '../../../src/log/entry.ts';
import { type LogPosition, epoch, logPosition } from '../../../src/log/position.ts';
import { decodeRecord, encodeEntry, payloadBytesMax, recordBytes } from '../../../src/log/record.ts';
import {
  type EntryStreams,
  STREAMS_MAX,
  decodeStreams,
  encodeStreams,
  headerOf,
  sameStreams,
  storable,
  streamId,
  streamsBytes,
  streamsBytesMax,
} from '../../../src/log/stream.ts';

const BACKPOINTERS = 4;
const at = (...positions: number[]): LogPosition[] => positions.map(logPosition);

/** A position, and what an entry there says of up to {@link STREAMS_MAX} streams, near and far. */
const entries = fc
  .record({
    position: fc.integer({ min: 400_000, max: 2 ** 48 - 1 }),
    known: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    headers: fc.array(
      fc.record({
        stream: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        gaps: fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 90_000 })), {
          maxLength: BACKPOINTERS,
        }),
      }),
      { minLength: 1, maxLength: STREAMS_MAX },
    ),
  })
  .map(({ position, known, headers }) => ({
    position: logPosition(position),
    streams: {
      known,
      headers: headers.map(({ stream, gaps }) => {
        let below = position;
        const positions = gaps.map((gap) => logPosition((below -= gap)));
        return { stream: streamId(stream), backpointers: storable(position, positions) };
      }),
    } satisfies EntryStreams,
  }));

describe('the streams of an entry', () => {
  it('come back from their bytes, wherever they stand, and take as many as foreseen and no more than the bound', () => {
    fc.assert(
      fc.property(entries, fc.nat(9), ({ position, streams }, from) => {
        const bytes = streamsBytes(position, streams);
        const page = new Uint8Array(from + bytes);
        expect(encodeStreams(page, from, position, streams)).toBe(page.length);
        expect(decodeStreams(page, from, page.length, position)).toEqual({ streams, end: page.length });
        expect(decodeStreams(page, from, page.length - 1, position)).toBeUndefined();
        expect(bytes).toBeLessThanOrEqual(streamsBytesMax(streams.headers.length, BACKPOINTERS));
      }),
    );
  });

  it('keep a way back however far it is, and as many of them as are near', () => {
    expect(storable(70_000, at(69_999, 4_465, 4_464, 1))).toEqual(at(69_999, 4_465));
    expect(storable(70_000, at(4_464, 1))).toEqual(at(4_464));
    expect(storable(70_000, at(4_465, 4_464))).toEqual(at(4_465));
    expect(storable(70_000, [])).toEqual([]);
  });

  it('are found by stream', () => {
    const streams = { known: 2, headers: [{ stream: streamId(7), backpointers: at(3) }] };
    expect(headerOf(streams, streamId(7))?.backpointers).toEqual([3]);
    expect(headerOf(streams, streamId(6))).toBeUndefined();
    expect(headerOf(undefined, streamId(7))).toBeUndefined();
  });

  it('are the same when every part is', () => {
    const streams = { known: 2, headers: [{ stream: streamId(7), backpointers: at(3, 1) }] };
    const [header] = streams.headers as [(typeof streams.headers)[0]];
    expect(sameStreams(streams, structuredClone(streams))).toBe(true);
    expect(sameStreams(undefined, undefined)).toBe(true);
    for (const other of [
      undefined,
      { ...streams, known: 3 },
      { ...streams, headers: [] },
      { ...streams, headers: [{ ...header, stream: streamId(8) }] },
      { ...streams, headers: [{ ...header, backpointers: at(3) }] },
      { ...streams, headers: [{ ...header, backpointers: at(3, 2) }] },
    ]) {
      expect(sameStreams(streams, other)).toBe(false);
      expect(sameStreams(other, streams)).toBe(false);
    }
  });
});

describe('a record with streams', () => {
  const streams = {
    known: 5,
    headers: [
      { stream: streamId(1), backpointers: at(8, 5, 2, 0) },
      { stream: streamId(2), backpointers: [] },
    ],
  };
  const entry: Data = { kind: 'data', writer: 3, writeNumber: 4, payload: Uint8Array.of(1, 2, 3), streams };
  const PAGE_BYTES = 96;

  function pageWith(data: Data): Uint8Array {
    const page = new Uint8Array(PAGE_BYTES).fill(0xff);
    encodeEntry(page, 0, logPosition(9), epoch(2), data);
    return page;
  }

  it('comes back as it was written, and takes as much of a page as foreseen', () => {
    expect(decodeRecord(pageWith(entry), 0, PAGE_BYTES)).toMatchObject({ writer: 3, payload: entry.payload, streams });
    const bytes = recordBytes(logPosition(9), entry);
    expect([...pageWith(entry)].findLastIndex((byte) => byte !== 0xff)).toBe(bytes - 1);
    expect(decodeRecord(pageWith(entry), 0, bytes)).toMatchObject({ streams });
    expect(decodeRecord(pageWith(entry), 0, bytes - 1)).toBe('corrupt');
  });

  it('is corrupt with any bit of its streams flipped', () => {
    const bytes = recordBytes(logPosition(9), entry);
    for (let bit = 0; bit < 8 * bytes; bit += 1) {
      const page = pageWith(entry);
      page[bit >> 3] = (page[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(decodeRecord(page, 0, PAGE_BYTES)).toBe('corrupt');
    }
  });

  it('without any costs nothing: the bytes are those of an entry that never heard of streams', () => {
    const { streams: _streams, ...plain } = entry;
    const record = decodeRecord(pageWith(plain), 0, PAGE_BYTES);
    expect(record).toMatchObject({ length: 3 });
    expect(record).not.toHaveProperty('streams');
    expect(pageWith(plain)[2]).toBe(1);
  });

  it('fits a page to the last byte', () => {
    const payload = new Uint8Array(payloadBytesMax({ pageBytes: PAGE_BYTES }, { count: 2, backpointers: 4 })).fill(9);
    const full = {
      ...entry,
      payload,
      streams: { known: 5, headers: streams.headers.map((header) => ({ ...header, backpointers: at(8, 5, 2, 0) })) },
    };
    expect(recordBytes(logPosition(9), full)).toBe(PAGE_BYTES);
    expect(decodeRecord(pageWith(full), 0, PAGE_BYTES)).toMatchObject({ payload, streams: full.streams });
  });

  it('is another entry than one with other streams', () => {
    expect(sameEntry(entry, { ...entry, streams: structuredClone(streams) })).toBe(true);
    expect(sameEntry(entry, { ...entry, streams: { ...streams, known: 6 } })).toBe(false);
  });
});
