import { expect, it } from 'vitest';
import type { LogHistory, LogOperation } from '../../../sim/model/history.ts';
import { dutiesAfter } from '../../../sim/workload/duties.ts';

const done = { client: 0, call: 1, return: 2 } as const;

function appended(outPos: number): LogOperation {
  return { ...done, op: 'append', arg: outPos, out: 'ok', outPos };
}

/** The positions that all clients are to read, or to fill. */
function positionsOf(history: LogHistory, clients: number, what: 'read' | 'fill'): readonly number[] {
  return dutiesAfter(history, clients)
    .flat()
    .flatMap((each) => (each.duty === what && 'position' in each ? each.position : []));
}

it('every client appends and asks for the tail, and waits for the layout before it reads', () => {
  const duties = dutiesAfter([appended(0), appended(1), appended(2)], 2);
  expect(duties.map((each) => each.map(({ duty }) => duty))).toEqual([
    ['append', 'checkTail', 'await-layout', 'read', 'read'],
    ['append', 'checkTail', 'await-layout', 'read'],
  ]);
});

it('acknowledged positions are read, each by one client', () => {
  const failed: LogOperation = { ...done, op: 'append', arg: 9, out: 'unknown', outPos: 9 };
  expect(positionsOf([appended(4), appended(1), failed], 2, 'read')).toEqual([1, 4]);
});

it('of many the first, the last, and some in between', () => {
  const history = Array.from({ length: 100 }, (_unused, position) => appended(position));
  const read = [...positionsOf(history, 2, 'read')].toSorted((a, b) => a - b);
  expect(read).toEqual([0, 14, 28, 42, 56, 70, 84, 99]);
});

it('holes are what lies below the tail and nobody knows to be decided, the oldest first', () => {
  const history: LogHistory = [
    appended(5),
    { ...done, op: 'read', pos: 2, out: 'junk' },
    { ...done, op: 'read', pos: 3, out: 'unwritten' },
    { ...done, op: 'fill', pos: 4, out: 'failed' },
    { ...done, op: 'trim', pos: 1, out: 'unknown' },
    { ...done, op: 'tail', out: 'open', outPos: 9 },
    { ...done, op: 'trimCell', pos: 7, out: 'ok' },
  ];
  expect(positionsOf(history, 3, 'fill').toSorted((a, b) => a - b)).toEqual([1, 3, 4, 6, 8]);
  expect(positionsOf(history, 1, 'fill')).toEqual([1, 3]);
});

it('every stream is read, each by one client, and none where there is none', () => {
  const streamsOf = (streams?: number): readonly (readonly number[])[] =>
    dutiesAfter([], 2, streams).map((duties) => duties.flatMap((each) => ('stream' in each ? each.stream : [])));
  expect(streamsOf(5)).toEqual([
    [0, 2, 4],
    [1, 3],
  ]);
  expect(streamsOf()).toEqual([[], []]);
});
