/**
 * For every clause of the log specs a good history and a bad one that differs from it in one place, with the operations
 * and the sentence that the checker must give. Leaving the clause out makes the bad one legal: nothing else covers for
 * it.
 */
import type { ClauseName, LogRule } from '../../../../sim/check/log/clauses.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { append, appendWithout, fill, read, readData, tail, trim, trimCell } from './operations.ts';

export interface RuleCase {
  readonly clause: ClauseName;
  readonly rule: LogRule;
  readonly title: string;
  readonly good: LogHistory;
  readonly bad: LogHistory;
  /** Indices into `bad`. */
  readonly operations: readonly number[];
  readonly message: string;
}

export const ruleCases: readonly RuleCase[] = [
  {
    clause: 'oneWriter',
    rule: 'W1',
    title: 'two appends share a position',
    good: [append([1, 4], 'a', 0), append([1, 4], 'b', 1)],
    bad: [append([1, 4], 'a', 0), append([1, 4], 'b', 0)],
    operations: [0, 1],
    message: 'append #0 and append #1 both returned position 0.',
  },
  {
    clause: 'oneWriter',
    rule: 'W1',
    title: 'a position shows two values',
    good: [append([1, 4], 'a', 0), appendWithout([1, null], 'b', null), readData([5, 6], 1, 'b')],
    bad: [append([1, 4], 'a', 0), appendWithout([1, null], 'b', null), readData([5, 6], 0, 'b')],
    operations: [0, 1, 2],
    message:
      'read #2 had returned data "b" at position 0, the value of append #1, but append #0 had returned position 0.',
  },
  {
    clause: 'onePosition',
    rule: 'W1',
    title: 'one append took effect twice',
    good: [append([1, 4], 'a', 3), read([5, 6], 1, 'unwritten')],
    bad: [append([1, 4], 'a', 3), readData([5, 6], 1, 'a')],
    operations: [0, 1],
    message:
      'read #1 had returned data "a" at position 1, the value of append #0, but append #0 had returned position 3.',
  },
  {
    clause: 'knownValue',
    rule: 'W1',
    title: 'a value from nowhere',
    good: [append([1, 4], 'a', 0), readData([5, 6], 0, 'a')],
    bad: [append([1, 4], 'a', 0), readData([5, 6], 1, 'ghost')],
    operations: [1],
    message: 'read #1 had returned data "ghost" at position 1, a value that nobody appended.',
  },
  {
    clause: 'junkOrData',
    rule: 'W2',
    title: 'an acknowledged position turns to junk',
    good: [append([1, 4], 'a', 0), fill([5, 6], 0, 'data', 'a')],
    bad: [append([1, 4], 'a', 0), fill([5, 6], 0, 'junk')],
    operations: [0, 1],
    message: 'fill #1 had returned junk at position 0, but append #0 had returned position 0.',
  },
  {
    clause: 'noEffect',
    rule: 'U1',
    title: 'a failed append shows up',
    good: [appendWithout([1, 4], 'a', 'unknown'), readData([5, 6], 0, 'a')],
    bad: [appendWithout([1, 4], 'a', 'failed'), readData([5, 6], 0, 'a')],
    operations: [0, 1],
    message: 'read #1 had returned data "a" at position 0, the value of append #0, which had no effect (failed).',
  },
  {
    clause: 'writtenAfterCall',
    rule: 'W3',
    title: 'a value is read before it was appended',
    good: [readData([1, 4], 0, 'a'), append([4, 6], 'a', 0)],
    bad: [readData([1, 3], 0, 'a'), append([4, 6], 'a', 0)],
    operations: [0, 1],
    message: 'append #1 returned position 0, but read #0 had returned data "a" at position 0 before it was called.',
  },
  {
    clause: 'writtenBeforeReturn',
    rule: 'W3',
    title: 'an acknowledged position is unwritten',
    good: [append([1, 5], 'a', 0), read([5, 6], 0, 'unwritten')],
    bad: [append([1, 4], 'a', 0), read([5, 6], 0, 'unwritten')],
    operations: [0, 1],
    message: 'read #1 found position 0 unwritten, but append #0 had returned position 0 before it was called.',
  },
  {
    clause: 'seenAfterWritten',
    rule: 'W3',
    title: 'seen, then unwritten again',
    good: [appendWithout([1, null], 'a', null), readData([2, 5], 0, 'a'), read([5, 6], 0, 'unwritten')],
    bad: [appendWithout([1, null], 'a', null), readData([2, 4], 0, 'a'), read([5, 6], 0, 'unwritten')],
    operations: [0, 1, 2],
    message:
      'read #2 found position 0 unwritten, but read #1 had returned data "a" at position 0 before it was called.',
  },
  {
    clause: 'unwrittenBefore',
    rule: 'W3',
    title: 'junk, then unwritten again',
    good: [append([1, 9], 'a', 1), read([5, 6], 0, 'unwritten'), fill([2, 5], 0, 'junk')],
    bad: [append([1, 9], 'a', 1), read([5, 6], 0, 'unwritten'), fill([2, 4], 0, 'junk')],
    operations: [1, 2],
    message: 'read #1 found position 0 unwritten, but fill #2 had returned junk at position 0 before it was called.',
  },
  {
    clause: 'filled',
    rule: 'W4',
    title: 'junk that nobody was there to write',
    good: [append([1, 4], 'a', 1), read([4, 6], 0, 'junk')],
    bad: [append([1, 4], 'a', 1), read([5, 6], 0, 'unwritten'), read([7, 8], 0, 'junk')],
    operations: [2],
    message: 'read #2 had found position 0 junk, but no fill of position 0 and no append could have made it junk.',
  },
  {
    clause: 'filled',
    rule: 'W4',
    title: 'junk before its fill',
    good: [append([1, 4], 'a', 1), read([5, 6], 0, 'unwritten'), read([7, 9], 0, 'junk'), fill([9, null], 0, null)],
    bad: [append([1, 4], 'a', 1), read([5, 6], 0, 'unwritten'), read([7, 8], 0, 'junk'), fill([9, null], 0, null)],
    operations: [2, 3],
    message:
      'fill #3 is the first that can have made position 0 junk, but read #2 had found position 0 junk before it was called.',
  },
  {
    clause: 'tokenOrder',
    rule: 'O1',
    title: 'a later append gets an earlier position',
    good: [append([1, 4], 'a', 5), append([4, 6], 'b', 3)],
    bad: [append([1, 4], 'a', 5), append([5, 6], 'b', 3)],
    operations: [0, 1],
    message: 'append #1 returned position 3, but append #0 had returned position 5 before it was called.',
  },
  {
    clause: 'tokenOrder',
    rule: 'O2',
    title: 'a higher position was read before the append of a lower one',
    good: [appendWithout([1, null], 'a', null), readData([2, 4], 5, 'a'), append([4, 6], 'b', 3)],
    bad: [appendWithout([1, null], 'a', null), readData([2, 4], 5, 'a'), append([5, 6], 'b', 3)],
    operations: [0, 1, 2],
    message: 'append #2 returned position 3, but read #1 had returned data "a" at position 5 before it was called.',
  },
  {
    clause: 'tokenBeforeWrite',
    rule: 'O2',
    title: 'a chain of two sightings',
    good: [append([5, 7], 'b', 3), appendWithout([1, null], 'a', 'unknown'), fill([2, 5], 4, 'data', 'a')],
    bad: [append([5, 7], 'b', 3), appendWithout([1, 9], 'a', 'unknown'), fill([2, 4], 4, 'data', 'a')],
    operations: [0, 1, 2],
    message: 'append #0 returned position 3, but fill #2 had found data "a" at position 4 before it was called.',
  },
  {
    clause: 'tailAboveDecided',
    rule: 'T1c',
    title: 'a tail below an acknowledged position',
    good: [append([1, 4], 'a', 44), tail([4, 6], 41)],
    bad: [append([1, 4], 'a', 44), tail([5, 6], 41)],
    operations: [0, 1],
    message: 'checkTail #1 returned 41, but append #0 had returned position 44 before it was called.',
  },
  {
    clause: 'tailAboveDecided',
    rule: 'T1c',
    title: 'a tail below junk',
    good: [append([1, 2], 'a', 0), fill([1, 4], 2, 'junk'), tail([5, 6], 3)],
    bad: [append([1, 2], 'a', 0), fill([1, 4], 2, 'junk'), tail([5, 6], 2)],
    operations: [1, 2],
    message: 'checkTail #2 returned 2, but fill #1 had returned junk at position 2 before it was called.',
  },
  {
    clause: 'tailAboveDecided',
    rule: 'T1c',
    title: 'a fill is refused below a position that is known',
    good: [append([1, 4], 'a', 3), fill([5, 6], 4, 'unwritten')],
    bad: [append([1, 4], 'a', 3), fill([5, 6], 2, 'unwritten')],
    operations: [0, 1],
    message:
      'fill #1 was refused, position 2 not being below the tail, but append #0 had returned position 3 before it was called.',
  },
  {
    clause: 'tailMonotone',
    rule: 'T1c',
    title: 'a tail goes back within an epoch',
    good: [appendWithout([1, null], 'a', null), tail([2, 3], 9, 7), tail([4, 5], 8, 8)],
    bad: [appendWithout([1, null], 'a', null), tail([2, 3], 9, 7), tail([4, 5], 8, 7)],
    operations: [1, 2],
    message: 'checkTail #2 returned 8 in epoch 7, but checkTail #1 had returned 9 in epoch 7 before it was called.',
  },
  {
    clause: 'tailMoved',
    rule: 'T1c',
    title: 'a tail of a log that nobody has appended to',
    good: [tail([1, 3], 1), append([3, 6], 'a', 0)],
    bad: [tail([1, 2], 1), append([3, 6], 'a', 0)],
    operations: [0, 1],
    message:
      'append #1 is the first operation that can have moved the tail off 0, but checkTail #0 had returned 1 before it was called.',
  },
  {
    clause: 'tailMoved',
    rule: 'T1c',
    title: 'a tail that is late for what it does not cover',
    good: [append([5, 9], 'a', 0), tail([2, 8], 1), fill([3, 5], 2, 'junk')],
    bad: [append([5, 9], 'a', 0), tail([2, 8], 1), fill([3, 4], 2, 'junk')],
    operations: [0, 1, 2],
    message:
      'checkTail #1 returned 1, which no operation before append #0 explains, but fill #2 had returned junk at position 2 ' +
      'before it was called.',
  },
  {
    clause: 'trimmedByTrim',
    rule: 'P1c',
    title: 'trimmed before the trim',
    good: [trim([3, 9], 5), read([1, 4], 4, 'trimmed')],
    bad: [trim([5, 9], 5), read([1, 4], 4, 'trimmed')],
    operations: [0, 1],
    message:
      'trim #0 is the first trim that reaches position 4, but read #1 had found position 4 trimmed before it was called.',
  },
  {
    clause: 'trimmedByTrim',
    rule: 'P1c',
    title: 'trimmed above every trim',
    good: [trim([1, null], 5, null), read([2, 4], 4, 'trimmed')],
    bad: [trim([1, null], 5, null), read([2, 4], 5, 'trimmed')],
    operations: [1],
    message: 'read #1 had found position 5 trimmed, but no trim of it was ever called.',
  },
  {
    clause: 'trimAcknowledged',
    rule: 'P1c',
    title: 'data after an acknowledged trim',
    good: [append([1, 2], 'a', 0), trimCell([3, 5], 0), readData([5, 7], 0, 'a')],
    bad: [append([1, 2], 'a', 0), trimCell([3, 5], 0), readData([6, 7], 0, 'a')],
    operations: [0, 1, 2],
    message: 'read #2 returned data "a" at position 0, but trim #1 had hidden position 0 before it was called.',
  },
  {
    clause: 'trimAcknowledged',
    rule: 'P1c',
    title: 'an append below an acknowledged trim',
    good: [trim([1, 3], 5), append([4, 6], 'a', 5)],
    bad: [trim([1, 3], 5), append([4, 6], 'a', 4)],
    operations: [0, 1],
    message: 'append #1 returned position 4, but trim #0 had hidden every position below 5 before it was called.',
  },
  {
    clause: 'trimmedForGood',
    rule: 'P1c',
    title: 'trimmed, then unwritten',
    good: [trimCell([1, null], 0, null), read([2, 3], 0, 'unwritten'), read([4, 5], 0, 'trimmed')],
    bad: [trimCell([1, null], 0, null), read([2, 3], 0, 'trimmed'), read([4, 5], 0, 'unwritten')],
    operations: [0, 1, 2],
    message: 'read #2 found position 0 unwritten, but read #1 had found position 0 trimmed before it was called.',
  },
  {
    clause: 'trimmedForGood',
    rule: 'P1c',
    title: 'trimmed, then written',
    good: [trimCell([1, null], 0, null), append([3, 9], 'a', 0), read([2, 3], 0, 'trimmed')],
    bad: [trimCell([1, null], 0, null), append([4, 9], 'a', 0), read([2, 3], 0, 'trimmed')],
    operations: [0, 1, 2],
    message: 'append #1 returned position 0, but read #2 had found position 0 trimmed before it was called.',
  },
];
