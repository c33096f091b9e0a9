import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamTable } from '../../../src/corfu/stream-table.ts';
import { type LogPosition, logPosition } from '../../../src/log/position.ts';
import { streamId } from '../../../src/log/stream.ts';

const at = (...positions: number[]): LogPosition[] => positions.map(logPosition);
const [A, B, C] = [streamId(0), streamId(1), streamId(2)];

describe('a stream table', () => {
  it('says what came before in each stream, newest first, and how many streams there are', () => {
    const table = new StreamTable({ backpointers: 2, last: [] });
    expect(table.grant(5, 1, [A])).toEqual({ known: 1, headers: [{ stream: A, backpointers: [] }] });
    expect(table.grant(6, 1, [A, B])).toEqual({
      known: 2,
      headers: [
        { stream: A, backpointers: [5] },
        { stream: B, backpointers: [] },
      ],
    });
    table.grant(9, 1, [A]);
    expect(table.lastOf(10, [A, B, C])).toEqual({
      known: 2,
      headers: [
        { stream: A, backpointers: [9, 6] },
        { stream: B, backpointers: [6] },
        { stream: C, backpointers: [] },
      ],
    });
  });

  it('adds several positions at a time', () => {
    const table = new StreamTable({ backpointers: 4, last: [] });
    table.grant(0, 1, [A]);
    expect(table.grant(3, 3, [A]).headers).toEqual([{ stream: A, backpointers: [0] }]);
    expect(table.lastOf(6, [A]).headers).toEqual([{ stream: A, backpointers: [5, 4, 3, 0] }]);
  });

  it('goes on from what it is given', () => {
    const table = new StreamTable({ backpointers: 2, last: [{ stream: B, backpointers: at(7, 3) }] });
    expect(table.grant(8, 1, [A, B])).toEqual({
      known: 2,
      headers: [
        { stream: A, backpointers: [] },
        { stream: B, backpointers: [7, 3] },
      ],
    });
  });

  it('hands out no more than a record can hold', () => {
    const table = new StreamTable({ backpointers: 4, last: [{ stream: A, backpointers: at(10, 5) }] });
    expect(table.lastOf(70_000, [A]).headers).toEqual([{ stream: A, backpointers: [10] }]);
  });

  it('agrees with the list of all grants, of which it keeps the last', () => {
    const grants = fc.array(fc.subarray([A, B, C], { minLength: 1 }), { maxLength: 30 });
    fc.assert(
      fc.property(grants, fc.integer({ min: 1, max: 5 }), (all, backpointers) => {
        const table = new StreamTable({ backpointers, last: [] });
        for (const [position, streams] of all.entries()) {
          const before = all.slice(0, position);
          for (const { stream, backpointers: told } of table.grant(position, 1, streams).headers) {
            const positions = before.flatMap((each, index) => (each.includes(stream) ? [index] : []));
            expect(told).toEqual(positions.toReversed().slice(0, backpointers));
          }
        }
      }),
    );
  });
});
