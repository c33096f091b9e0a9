/**
 * One sequence of positions, as a sequential machine for `timed-search.ts`. Written from the description of the log
 * alone.
 *
 * An entry is the append that is there, `junk`, or `data` of an append that is not in the history.
 */
import type { LogHistory, LogOperation } from '../../../model/history.ts';
import { type Reading, attemptsOf, mayApply, twinsOf } from './reading.ts';
import type { Clock, Machine } from './timed-search.ts';

interface State {
  readonly entries: readonly (number | 'junk' | 'data')[];
  /** Operations with their effect or answer. */
  readonly done: readonly boolean[];
  readonly trimmedBelow: number;
  readonly trimmed: readonly number[];
  readonly isSealed: boolean;
  readonly spare: number;
}

const replace = <T>(items: readonly T[], index: number, item: T): T[] => items.with(index, item);

export const atomicLog = (history: LogHistory, reading: Reading): Machine<State> => {
  const outOf = ({ return: end, out }: LogOperation): LogOperation['out'] => (end === null ? null : out);
  const attempts = attemptsOf(history, reading);
  const positionsMax = Math.max(
    0,
    ...history.map((op) => ('pos' in op ? op.pos + 1 : 0)),
    ...history.map((op) => ('outPos' in op ? (op.outPos ?? 0) + 1 : 0)),
  );
  const isHidden = (s: State, p: number): boolean => p < s.trimmedBelow || s.trimmed.includes(p);
  const isOf = (s: State, p: number, value: unknown): boolean => {
    const entry = s.entries[p];
    const writer = typeof entry === 'number' ? history[entry]! : undefined;
    return writer?.op === 'append' && writer.arg === value;
  };

  const answers = (s: State, op: LogOperation): boolean => {
    if (op.return === null) return false;
    const length = s.entries.length;
    switch (op.op) {
      case 'append':
        return op.out === 'sealed' && s.isSealed;
      case 'tail':
        if (op.outPos !== undefined && op.outPos !== length) return false;
        return (op.out === 'sealed') === s.isSealed;
      case 'read':
      case 'fill': {
        const p = op.pos;
        const entry = s.entries[p];
        if (op.out === 'trimmed') return isHidden(s, p);
        if (op.out === 'unwritten') return entry === undefined;
        if (entry === undefined || isHidden(s, p)) return false;
        if (op.out === 'junk') return entry === 'junk';
        return op.out === 'data' && entry !== 'junk' && (op.outVal === undefined || isOf(s, p, op.outVal));
      }
      default:
        return false;
    }
  };
  /** Whether the answer, or an effect, has to have come when the operation returns. */
  const isNeeded = (op: LogOperation): boolean => {
    const out = outOf(op);
    return out !== null && out !== 'unknown' && out !== 'failed';
  };
  const finish = (s: State, index: number, change: Partial<State>): State => ({
    ...s,
    ...change,
    done: replace(s.done, index, true),
  });

  function* appended(s: State, index: number, position: number | undefined): Generator<State> {
    // A log with gaps may skip: what it skipped reads as junk.
    const last = reading.dense ? s.entries.length : positionsMax;
    for (let p = s.entries.length; p <= last; p++) {
      if (position !== undefined && p !== position) continue;
      const skipped = Array<'junk'>(p - s.entries.length).fill('junk');
      const done = outOf(history[index]!) === 'sealed' ? s.done : replace(s.done, index, true);
      yield { ...s, done, entries: [...s.entries, ...skipped, index] };
    }
  }

  function* steps(s: State, clock: Clock): Generator<State> {
    const length = s.entries.length;
    if (!s.isSealed && length < positionsMax) {
      if (!reading.dense) yield { ...s, entries: [...s.entries, 'junk'] };
      if (s.spare > 0) yield { ...s, spare: s.spare - 1, entries: [...s.entries, 'data'] };
    }
    for (const [index, op] of history.entries()) {
      if (s.done[index] || !clock.isOpen(index)) continue;
      const out = outOf(op);
      if (op.op === 'append') {
        const isThere = attempts[index]!.some((attempt) => s.entries.includes(attempt));
        if (s.isSealed || !mayApply(op, reading) || isThere) continue;
        if (length < positionsMax) yield* appended(s, index, out === 'ok' ? op.outPos : undefined);
      } else if (op.op === 'fill') {
        const mayFill = out === 'junk' || out === null || out === 'unknown' || out === 'failed';
        const isNext = reading.dense ? op.pos === length : op.pos >= length;
        if (!mayFill || !isNext || s.isSealed) continue;
        const junk = Array<'junk'>(op.pos + 1 - length).fill('junk');
        yield finish(s, index, { entries: [...s.entries, ...junk] });
      } else if (op.op === 'trim' && out !== 'failed') {
        if (op.pos <= length) yield finish(s, index, { trimmedBelow: Math.max(s.trimmedBelow, op.pos) });
      } else if (op.op === 'trimCell' && out !== 'failed') {
        if (op.pos < length) yield finish(s, index, { trimmed: [...s.trimmed, op.pos].sort((a, b) => a - b) });
      } else if (op.op === 'seal' && out !== 'failed') {
        yield finish(s, index, { isSealed: true });
      }
    }
  }

  return {
    initial: {
      entries: [],
      done: history.map(() => false),
      trimmedBelow: 0,
      trimmed: [],
      isSealed: false,
      spare: reading.spare,
    },
    settle: (s, clock) => ({
      ...s,
      done: s.done.map((was, index) => was || (clock.isOpen(index) && answers(s, history[index]!))),
    }),
    steps,
    isDone(s, index) {
      const op = history[index]!;
      if (!isNeeded(op)) return true;
      if (op.op !== 'append' || op.out !== 'ok') return s.done[index]!;
      return twinsOf(history, attempts[index]!, op).includes(s.entries[op.outPos!] as number);
    },
  };
};
