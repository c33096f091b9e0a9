/**
 * When could an append have been the one that made a position junk? A CORFU client whose write timed out fills its own
 * position before it takes another token, so junk needs no `fill` in the history: any append in progress may be the
 * author. One that was acknowledged had resolved its tokens when it returned; any other may have left a fill on its
 * way.
 */
import type { LogHistory } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';
import type { Gate } from './propagate.ts';

export class AppendGate implements Gate {
  /** The appends by call time. */
  private readonly calls: Float64Array;
  private readonly byCall: readonly number[];
  /** Among the appends up to here: the last time at which one of them may still act, and which. */
  private readonly lastEnd: Float64Array;
  private readonly lastEndOf: Int32Array;

  constructor(history: LogHistory) {
    const appends: number[] = [];
    history.forEach((op, index) => {
      if (op.op === 'append') appends.push(index);
    });
    let sorted = true;
    for (let i = 1; i < appends.length; i++)
      if (history[appends[i - 1]!]!.call > history[appends[i]!]!.call) sorted = false;
    if (!sorted) appends.sort((a, b) => history[a]!.call - history[b]!.call);
    this.byCall = appends;
    this.calls = Float64Array.from(appends, (index) => history[index]!.call);
    this.lastEnd = new Float64Array(appends.length);
    this.lastEndOf = new Int32Array(appends.length);
    let last = -Infinity;
    let lastOf = -1;
    appends.forEach((index, rank) => {
      const op = history[index]!;
      const end = outcomeOf(op) === 'ok' ? op.return! : Infinity;
      if (end > last) {
        last = end;
        lastOf = index;
      }
      this.lastEnd[rank] = last;
      this.lastEndOf[rank] = lastOf;
    });
  }

  /** The earliest call of any append; `Infinity` if there is none. */
  get firstCall(): number {
    return this.calls[0] ?? Infinity;
  }

  get first(): number {
    return this.byCall[0] ?? -1;
  }

  next(time: number): number {
    const rank = this.rankAt(time);
    if (rank >= 0 && this.lastEnd[rank]! >= time) return time;
    return this.calls[rank + 1] ?? Infinity;
  }

  /** An append in progress at a time that `next` returned. */
  inProgressAt(time: number): number {
    return this.lastEndOf[this.rankAt(time)]!;
  }

  /** The last append called at or before `time`, by rank; -1 if none. */
  private rankAt(time: number): number {
    let from = 0;
    let end = this.calls.length;
    while (from < end) {
      const middle = (from + end) >> 1;
      if (this.calls[middle]! <= time) from = middle + 1;
      else end = middle;
    }
    return from - 1;
  }
}
