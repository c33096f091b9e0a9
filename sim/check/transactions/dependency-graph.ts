/**
 * The direct serialization graph of a history (Adya 1999): which transaction comes before which, and why. Helper nodes keep the
 * number of edges linear where many transactions come before many others; they belong to no transaction.
 */

/** Kinds of edges, as bits so that a search can be limited to some of them. A `link` leaves a helper and says nothing itself. */
export const edge = { ww: 1, wr: 2, rw: 4, process: 8, realtime: 16, link: 32 } as const;

/** Rows of outgoing edges: those of `node` are `rowStart[node]` up to `rowStart[node + 1]`. */
export interface Adjacency {
  readonly size: number;
  readonly rowStart: Int32Array;
  readonly target: Int32Array;
  readonly kind: Uint8Array;
  /** The transaction of a node; -1 for a helper. */
  readonly transaction: Int32Array;
}

export class DependencyGraph {
  private readonly transactions: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly kinds: number[] = [];

  get size(): number {
    return this.transactions.length;
  }

  /** A node of `transaction`, or without one a helper. */
  node(transaction = -1): number {
    return this.transactions.push(transaction) - 1;
  }

  /** A transaction never waits for itself. */
  edge(from: number, to: number, kind: number): void {
    if (from === to) return;
    this.from.push(from);
    this.to.push(to);
    this.kinds.push(kind);
  }

  rows(): Adjacency {
    const { size, from, to, kinds } = this;
    const rowStart = new Int32Array(size + 1);
    for (const node of from) rowStart[node + 1]! += 1;
    for (let node = 0; node < size; node++) rowStart[node + 1]! += rowStart[node]!;
    const next = rowStart.slice(0, size);
    const target = new Int32Array(from.length);
    const kind = new Uint8Array(from.length);
    for (let index = 0; index < from.length; index++) {
      const slot = next[from[index]!]!++;
      target[slot] = to[index]!;
      kind[slot] = kinds[index]!;
    }
    return { size, rowStart, target, kind, transaction: Int32Array.from(this.transactions) };
  }
}
