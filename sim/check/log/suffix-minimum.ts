/** Answers which of many bounds above a position has the least time. */
import { compareTimes } from './times.ts';

export interface Extreme {
  readonly time: number;
  /** -1: none. */
  readonly operation: number;
}

export const never: Extreme = { time: Infinity, operation: -1 };
export const earlier = (a: Extreme, b: Extreme): Extreme => (b.time < a.time ? b : a);

export class SuffixMinimum {
  private readonly bounds: number[] = [];
  private readonly least: Extreme[] = [];

  constructor(items: readonly { bound: number; entry: Extreme }[]) {
    const sorted = items.toSorted((a, b) => compareTimes(b.bound, a.bound));
    for (const { bound, entry } of sorted) {
      this.bounds.push(bound);
      this.least.push(earlier(this.least.at(-1) ?? never, entry));
    }
  }

  /** Among those with bound > position. */
  above(position: number): Extreme {
    // Bounds descend: find how many are > position.
    let from = 0;
    let end = this.bounds.length;
    while (from < end) {
      const middle = (from + end) >> 1;
      if (this.bounds[middle]! > position) from = middle + 1;
      else end = middle;
    }
    return from === 0 ? never : this.least[from - 1]!;
  }
}
