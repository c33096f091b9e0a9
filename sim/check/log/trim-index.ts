/**
 * Answers, per position, which trim could have reached it first and which acknowledged one reached it for good.
 * Prefix trims cover many positions, so they are kept sorted by bound, never spread over cells.
 */
import type { LogHistory } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';

interface Extreme {
  readonly time: number;
  readonly operation: number;
}

const none: Extreme = { time: Infinity, operation: -1 };
const earlier = (a: Extreme, b: Extreme): Extreme => (b.time < a.time ? b : a);

/** For prefix trims: the least time among those with bound > position. */
class SuffixMinimum {
  private readonly bounds: number[] = [];
  private readonly least: Extreme[] = [];

  constructor(items: readonly { bound: number; entry: Extreme }[]) {
    const sorted = items.toSorted((a, b) => b.bound - a.bound);
    for (const { bound, entry } of sorted) {
      this.bounds.push(bound);
      this.least.push(earlier(this.least.at(-1) ?? none, entry));
    }
  }

  above(position: number): Extreme {
    // Bounds descend: find how many are > position.
    let from = 0;
    let end = this.bounds.length;
    while (from < end) {
      const middle = (from + end) >> 1;
      if (this.bounds[middle]! > position) from = middle + 1;
      else end = middle;
    }
    return from === 0 ? none : this.least[from - 1]!;
  }
}

export class TrimIndex {
  private readonly prefixCalls: SuffixMinimum;
  private readonly prefixReturns: SuffixMinimum;
  private readonly cellCalls = new Map<number, Extreme>();
  private readonly cellReturns = new Map<number, Extreme>();
  /** The first trim of all that may have had an effect. */
  readonly first: Extreme;

  constructor(history: LogHistory) {
    const calls: { bound: number; entry: Extreme }[] = [];
    const returns: { bound: number; entry: Extreme }[] = [];
    let first = none;
    history.forEach((op, operation) => {
      if ((op.op !== 'trim' && op.op !== 'trimCell') || outcomeOf(op) === 'failed') return;
      const called = { time: op.call, operation };
      const returned = outcomeOf(op) === 'ok' ? { time: op.return!, operation } : none;
      first = earlier(first, called);
      if (op.op === 'trim') {
        calls.push({ bound: op.pos, entry: called });
        returns.push({ bound: op.pos, entry: returned });
      } else {
        this.cellCalls.set(op.pos, earlier(this.cellCalls.get(op.pos) ?? none, called));
        this.cellReturns.set(op.pos, earlier(this.cellReturns.get(op.pos) ?? none, returned));
      }
    });
    this.prefixCalls = new SuffixMinimum(calls);
    this.prefixReturns = new SuffixMinimum(returns);
    this.first = first;
  }

  /** The earliest call of a trim of `position` that may have had an effect. */
  called(position: number): Extreme {
    return earlier(this.prefixCalls.above(position), this.cellCalls.get(position) ?? none);
  }

  /** The earliest acknowledgement of a trim of `position`. */
  acknowledged(position: number): Extreme {
    return earlier(this.prefixReturns.above(position), this.cellReturns.get(position) ?? none);
  }
}
