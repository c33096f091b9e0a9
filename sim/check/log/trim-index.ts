/**
 * Answers, per position, which trim could have reached it first and which acknowledged one reached it for good.
 * Prefix trims cover many positions, so they are kept sorted by bound, never spread over cells.
 */
import type { LogHistory } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';
import { type Extreme, SuffixMinimum, earlier, never } from './suffix-minimum.ts';

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
    let first = never;
    history.forEach((op, operation) => {
      if ((op.op !== 'trim' && op.op !== 'trimCell') || outcomeOf(op) === 'failed') return;
      const called = { time: op.call, operation };
      const returned = outcomeOf(op) === 'ok' ? { time: op.return!, operation } : never;
      first = earlier(first, called);
      if (op.op === 'trim') {
        calls.push({ bound: op.pos, entry: called });
        returns.push({ bound: op.pos, entry: returned });
      } else {
        this.cellCalls.set(op.pos, earlier(this.cellCalls.get(op.pos) ?? never, called));
        this.cellReturns.set(op.pos, earlier(this.cellReturns.get(op.pos) ?? never, returned));
      }
    });
    this.prefixCalls = new SuffixMinimum(calls);
    this.prefixReturns = new SuffixMinimum(returns);
    this.first = first;
  }

  /** The earliest call of a trim of `position` that may have had an effect. */
  called(position: number): Extreme {
    return earlier(this.prefixCalls.above(position), this.cellCalls.get(position) ?? never);
  }

  /** The earliest acknowledgement of a trim of `position`. */
  acknowledged(position: number): Extreme {
    return earlier(this.prefixReturns.above(position), this.cellReturns.get(position) ?? never);
  }
}
