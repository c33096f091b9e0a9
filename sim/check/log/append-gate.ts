/**
 * When could an append have been the one that made a position junk? A CORFU client whose write timed out fills its own
 * position before it takes another token, so junk needs no `fill` in the history: any append in progress may be the
 * author. One that was acknowledged had resolved its tokens when it returned; any other may have left a fill on its
 * way.
 */
import type { AppendOperation, LogHistory } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';
import type { Gate } from './propagate.ts';
import { compareTimes } from './times.ts';

/** Appends, and for each its index in the history that is judged; -1 for one that is not in it. */
export interface Appends {
  readonly operations: readonly AppendOperation[];
  readonly indices: Int32Array;
}

export const appendsOf = (history: LogHistory): Appends => {
  const operations: AppendOperation[] = [];
  const indices = new Int32Array(history.length);
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.op !== 'append') continue;
    indices[operations.length] = index;
    operations.push(op);
  }
  return { operations, indices: indices.subarray(0, operations.length) };
};

export class AppendGate implements Gate {
  /** The appends by call time. */
  readonly #calls: Float64Array;
  readonly #indices: Int32Array;
  /** Among the appends up to here: the last time at which one of them may still act, and the index of that one. */
  readonly #lastEnd: Float64Array;
  readonly #lastEndOf: Int32Array;

  constructor({ operations, indices }: Appends) {
    let sorted = true;
    for (let i = 1; i < operations.length; i++) if (operations[i - 1]!.call > operations[i]!.call) sorted = false;
    const ranks = Int32Array.from(operations.keys());
    if (!sorted) ranks.sort((a, b) => compareTimes(operations[a]!.call, operations[b]!.call));
    this.#calls = new Float64Array(operations.length);
    this.#indices = new Int32Array(operations.length);
    this.#lastEnd = new Float64Array(operations.length);
    this.#lastEndOf = new Int32Array(operations.length);
    let last = -Infinity;
    let lastOf = -1;
    for (let rank = 0; rank < ranks.length; rank++) {
      const append = operations[ranks[rank]!]!;
      this.#calls[rank] = append.call;
      this.#indices[rank] = indices[ranks[rank]!]!;
      const end = outcomeOf(append) === 'ok' ? append.return! : Infinity;
      if (end > last) {
        last = end;
        lastOf = this.#indices[rank]!;
      }
      this.#lastEnd[rank] = last;
      this.#lastEndOf[rank] = lastOf;
    }
  }

  /** The earliest call of any append; `Infinity` if there is none. */
  get firstCall(): number {
    return this.#calls[0] ?? Infinity;
  }

  /** The append called first; -1 if it is not in the history. */
  get first(): number {
    return this.#indices[0] ?? -1;
  }

  next(time: number): number {
    const rank = this.#rankAt(time);
    if (rank >= 0 && this.#lastEnd[rank]! >= time) return time;
    return this.#calls[rank + 1] ?? Infinity;
  }

  /** An append in progress at a time that `next` returned; -1 if it is not in the history. */
  inProgressAt(time: number): number {
    return this.#lastEndOf[this.#rankAt(time)] ?? -1;
  }

  /** The last append called at or before `time`, by rank; -1 if none. */
  #rankAt(time: number): number {
    let from = 0;
    let end = this.#calls.length;
    while (from < end) {
      const middle = (from + end) >> 1;
      if (this.#calls[middle]! <= time) from = middle + 1;
      else end = middle;
    }
    return from - 1;
  }
}
