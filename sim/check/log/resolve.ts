/**
 * Finds out, before anything is timed, who wrote which position: acknowledged appends say so themselves, others are
 * pinned by whoever saw their value (values are unique). What contradicts itself already here needs no times to be
 * illegal.
 *
 * An append without an acknowledgement whose value nobody saw is left out: it can be taken out of any legal run, since
 * tokens may have gaps. The exception is data seen without its value (a fill that lost): somebody must have written it,
 * and `writers.ts` chooses whom.
 */
import type { LogHistory, LogOperation, Value } from '../../model/history.ts';
import type { ClauseName } from './clauses.ts';
import { clauses } from './clauses.ts';
import { nameOf, past } from './describe.ts';
import { mayHaveFilled, outcomeOf } from './outcome.ts';
import type { LogVerdict } from './verdict.ts';

export type Content = 'none' | 'data' | 'junk';

/** One position that the history mentions. */
export interface Cell {
  readonly position: number;
  content: Content;
  /** The append that wrote it; -1: none, or not known. */
  writer: number;
  /** An operation that shows the content: the acknowledged append, or the first that saw it. -1: no content. */
  proof: number;
}

export interface Resolution {
  readonly cells: Cell[];
  /** Cell index per operation; -1 where the operation says nothing about a position that somebody saw. */
  readonly cellOf: Int32Array;
}

export type Sighting = 'data' | 'junk' | 'unwritten' | 'trimmed';

/** What an operation saw at its position. A refused fill saw the tail, not the position. */
export const sightingOf = (op: LogOperation): Sighting | null => {
  if (op.return === null) return null;
  if (op.op === 'read') return op.out === 'failed' ? null : op.out;
  if (op.op === 'fill') return op.out === 'data' || op.out === 'junk' || op.out === 'trimmed' ? op.out : null;
  return null;
};

export const isRefusedFill = (op: LogOperation): boolean => op.op === 'fill' && outcomeOf(op) === 'unwritten';

type Disabled = ReadonlySet<ClauseName>;
type Failure = Exclude<LogVerdict, { verdict: 'ok' }>;

const unknown = (message: string): Failure => ({ verdict: 'unknown', message });

const illegal = (name: ClauseName, operations: readonly number[], message: string): Failure => ({
  verdict: 'illegal',
  rule: clauses[name].rule,
  message,
  operations: [...new Set(operations)].toSorted((a, b) => a - b),
  chain: [],
});

/** Says what keeps a record from being judged at all, or null. */
const malformed = (op: LogOperation): string | null => {
  if (op.return !== null && op.return < op.call) return 'returns before its call';
  const out = outcomeOf(op);
  if (op.op === 'append' && out === 'ok' && op.outPos === undefined) return 'was acknowledged without a position';
  if (op.op === 'read' && out === 'data' && op.outVal === undefined) return 'returned data without a value';
  if (op.op === 'tail' && out === 'open' && op.outPos === undefined) return 'returned no position';
  return null;
};

export const resolve = (history: LogHistory, disabled: Disabled): Resolution | Failure => {
  const cells: Cell[] = [];
  const cellAt = new Map<number, number>();
  const cellOf = new Int32Array(history.length).fill(-1);
  const author = new Map<Value, number>();
  const positionOf = new Map<number, number>();
  const enforced = (name: ClauseName): boolean => !disabled.has(name);

  const cellFor = (position: number, operation: number): Cell => {
    let index = cellAt.get(position);
    if (index === undefined) {
      index = cells.length;
      cellAt.set(position, index);
      cells.push({ position, content: 'none', writer: -1, proof: -1 });
    }
    cellOf[operation] = index;
    return cells[index]!;
  };

  // First what appends say of themselves.
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    const fault = malformed(op);
    if (fault !== null) return unknown(`${nameOf(history, index)} ${fault}`);
    if (op.op !== 'append') continue;
    const twin = author.get(op.arg);
    if (twin !== undefined) {
      return unknown(`append #${twin} and append #${index} carry the same value: values must be unique per append`);
    }
    author.set(op.arg, index);
    if (outcomeOf(op) !== 'ok') continue;
    const cell = cellFor(op.outPos!, index);
    if (cell.writer !== -1) {
      if (!enforced('oneWriter')) continue;
      const message = `append #${cell.writer} and append #${index} both returned position ${cell.position}.`;
      return illegal('oneWriter', [cell.writer, index], message);
    }
    cell.writer = index;
    cell.content = 'data';
    cell.proof = index;
    positionOf.set(index, cell.position);
  }

  // Then what others saw.
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    const what = sightingOf(op);
    if (what === null && !isRefusedFill(op)) continue;
    if (op.op !== 'read' && op.op !== 'fill') continue;
    const cell = cellFor(op.pos, index);
    if (what !== 'data' && what !== 'junk') continue;
    if (cell.content !== 'none' && cell.content !== what) {
      if (!enforced('junkOrData')) {
        cellOf[index] = -1;
        continue;
      }
      const others = cell.writer === -1 ? [cell.proof] : [cell.writer, cell.proof];
      const message = `${past(history, index)}, but ${past(history, cell.proof)}.`;
      return illegal('junkOrData', [index, ...others], message);
    }
    if (what === 'data' && op.outVal !== undefined) {
      const writer = author.get(op.outVal);
      if (writer === undefined) {
        if (enforced('knownValue')) {
          return illegal('knownValue', [index], `${past(history, index)}, a value that nobody appended.`);
        }
        cellOf[index] = -1;
        continue;
      }
      const writerOut = outcomeOf(history[writer]!);
      if ((writerOut === 'failed' || writerOut === 'sealed') && enforced('noEffect')) {
        const message = `${past(history, index)}, the value of append #${writer}, which had no effect (${writerOut}).`;
        return illegal('noEffect', [index, writer], message);
      }
      if (cell.writer !== -1 && cell.writer !== writer) {
        if (enforced('oneWriter')) {
          const message = `${past(history, index)}, the value of append #${writer}, but ${past(history, cell.proof)}.`;
          return illegal('oneWriter', [index, writer, cell.writer, cell.proof], message);
        }
        cellOf[index] = -1;
        continue;
      }
      const position = positionOf.get(writer);
      if (position !== undefined && position !== cell.position) {
        if (enforced('onePosition')) {
          const other = cells[cellAt.get(position)!]!.proof;
          const message = `${past(history, index)}, the value of append #${writer}, but ${past(history, other)}.`;
          return illegal('onePosition', [index, writer, other], message);
        }
        cellOf[index] = -1;
        continue;
      }
      // A sighting that names the writer proves more than one without a value.
      if (cell.writer === -1) cell.proof = index;
      cell.writer = writer;
      positionOf.set(writer, cell.position);
    }
    if (cell.content === 'none') cell.proof = index;
    cell.content = what;
  }
  // Fills without an answer may be why a position that others saw is junk.
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.op === 'fill' && cellOf[index] === -1 && mayHaveFilled(op)) cellOf[index] = cellAt.get(op.pos) ?? -1;
  }
  return { cells, cellOf };
};
