/** Keys in a row, of which those up to a finite bound are taken out of a range: a segment tree of least keys. Each is taken once. */
export class LeastFirst {
  private readonly leaves: number;
  private readonly least: Float64Array;

  constructor(keys: Float64Array) {
    let leaves = 1;
    while (leaves < keys.length) leaves *= 2;
    this.leaves = leaves;
    this.least = new Float64Array(2 * leaves).fill(Infinity);
    this.least.set(keys, leaves);
    for (let node = leaves - 1; node > 0; node--) this.least[node] = this.leastOfChildren(node);
  }

  /** Takes out all keys in [from, to) that are at most `bound`, and appends their places to `taken`. */
  take(from: number, to: number, bound: number, taken: number[]): void {
    this.descend(1, 0, this.leaves, from, to, bound, taken);
  }

  private descend(
    node: number,
    low: number,
    high: number,
    from: number,
    to: number,
    bound: number,
    taken: number[],
  ): void {
    if (to <= low || high <= from || this.least[node]! > bound) return;
    if (high - low === 1) {
      this.least[node] = Infinity;
      taken.push(low);
      return;
    }
    const middle = (low + high) >> 1;
    this.descend(2 * node, low, middle, from, to, bound, taken);
    this.descend(2 * node + 1, middle, high, from, to, bound, taken);
    this.least[node] = this.leastOfChildren(node);
  }

  private leastOfChildren(node: number): number {
    return Math.min(this.least[2 * node]!, this.least[2 * node + 1]!);
  }
}
