/**
 * How many ranges cover each cell of a line, when ranges are taken away one after the other: a segment tree of least counts. Each cell is
 * reported once, when its last range goes.
 */

/** Added to a cell that was reported, so that it is never least again. */
const reported = 1 << 30;

export class CoverCount {
  private readonly leaves: number;
  /** Least count below a node, without what its ancestors add. */
  private readonly least: Int32Array;
  /** What a node adds to all cells below it. */
  private readonly added: Int32Array;

  /** @param counts - how many ranges cover each cell at first; cells without any are not reported */
  constructor(counts: Int32Array) {
    let leaves = 1;
    while (leaves < counts.length) leaves *= 2;
    this.leaves = leaves;
    this.least = new Int32Array(2 * leaves).fill(reported);
    this.added = new Int32Array(2 * leaves);
    for (const [cell, count] of counts.entries()) if (count > 0) this.least[leaves + cell] = count;
    for (let node = leaves - 1; node > 0; node--) this.least[node] = this.leastOfChildren(node);
  }

  /** Takes a range away that covers the cells in [from, to); appends to `freed` the cells that no range covers any more, ascending. */
  remove(from: number, to: number, freed: number[]): void {
    this.subtract(1, 0, this.leaves, from, to);
    this.collect(1, 0, this.leaves, freed);
  }

  private subtract(node: number, low: number, high: number, from: number, to: number): void {
    if (from <= low && high <= to) {
      this.added[node]! -= 1;
      this.least[node]! -= 1;
      return;
    }
    const middle = (low + high) >> 1;
    if (from < middle) this.subtract(2 * node, low, middle, from, to);
    if (to > middle) this.subtract(2 * node + 1, middle, high, from, to);
    this.least[node] = this.leastOfChildren(node) + this.added[node]!;
  }

  /** Marks the cells below `node` that count 0, if its own count, with what ancestors add, can be 0. */
  private collect(node: number, low: number, high: number, freed: number[], addedAbove = 0): void {
    if (this.least[node]! + addedAbove !== 0) return;
    if (high - low === 1) {
      this.least[node]! += reported;
      freed.push(low);
      return;
    }
    const middle = (low + high) >> 1;
    const added = addedAbove + this.added[node]!;
    this.collect(2 * node, low, middle, freed, added);
    this.collect(2 * node + 1, middle, high, freed, added);
    this.least[node] = this.leastOfChildren(node) + this.added[node]!;
  }

  private leastOfChildren(node: number): number {
    return Math.min(this.least[2 * node]!, this.least[2 * node + 1]!);
  }
}
