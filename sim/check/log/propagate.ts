/**
 * Earliest-time propagation: the least solution of a system of lower bounds, checked against upper ones.
 *
 * A node is a point in time with a box [low, high]. It comes at or after *every* predecessor (and), and, while it is
 * shut, not before it `opens` or the gate lets it through, whichever is *first* (or). All these bounds are monotone, so
 * a least solution exists: the pointwise earliest times. A node whose earliest time is after `high` has no place in any
 * order, and if none is, sorting by the least solution is an order that satisfies everything. That is why the verdict
 * is exact in both directions and needs no search.
 *
 * Knuth (1977) generalises Dijkstra's algorithm to such systems. Here an alternative is never a node but a time that is
 * known beforehand (some fill was called; some append is in progress), so each node has its value as soon as its
 * predecessors have theirs: no heap, O(nodes + edges).
 *
 * What may go wrong: a disjunction on *upper* bounds ("before a or before b") does not fit here and makes the answer
 * wrong. Whoever adds a rule must show that it only pushes points later. The engine knows nothing about logs.
 */

/**
 * The times at which a shut point may lie. Must be monotone: `next(a) <= next(b)` for `a <= b`, and `next(a) >= a`.
 */
export interface Gate {
  /** The first permitted time at or after `time`; `Infinity` if there is none. */
  next(time: number): number;
}

/** Columns of nodes and of edges, which grow by doubling: two objects per node would be most of the memory of a check. */
export class ConstraintGraph {
  size = 0;
  edgeCount = 0;
  low: Float64Array;
  high: Float64Array;
  /** From when on the node needs no gate: `-Infinity` unless it is shut. */
  opens: Float64Array;
  from: Int32Array;
  to: Int32Array;
  /** What the edge stands for; the engine only hands it back. */
  label: Int16Array;
  readonly gate: Gate;

  constructor(gate: Gate, nodeCapacity: number, edgeCapacity: number) {
    this.gate = gate;
    this.low = new Float64Array(nodeCapacity);
    this.high = new Float64Array(nodeCapacity);
    this.opens = new Float64Array(nodeCapacity).fill(-Infinity);
    this.from = new Int32Array(edgeCapacity);
    this.to = new Int32Array(edgeCapacity);
    this.label = new Int16Array(edgeCapacity);
  }

  /** A point that comes after all its predecessors. */
  point(low: number, high: number): number {
    const node = this.size++;
    if (node === this.low.length) this.#growNodes();
    this.low[node] = low;
    this.high[node] = high;
    return node;
  }

  /** Lets `node` come only from `opens` on, or earlier while the gate is open. */
  shut(node: number, opens: number): void {
    this.opens[node] = opens;
  }

  edge(from: number, to: number, label: number): void {
    const edge = this.edgeCount++;
    if (edge === this.from.length) this.#growEdges();
    this.from[edge] = from;
    this.to[edge] = to;
    this.label[edge] = label;
  }

  #growNodes(): void {
    const size = this.low.length;
    this.low = grown(this.low, new Float64Array(2 * size));
    this.high = grown(this.high, new Float64Array(2 * size));
    this.opens = grown(this.opens, new Float64Array(2 * size).fill(-Infinity, size));
  }

  #growEdges(): void {
    const size = this.from.length;
    this.from = grown(this.from, new Int32Array(2 * size));
    this.to = grown(this.to, new Int32Array(2 * size));
    this.label = grown(this.label, new Int16Array(2 * size));
  }
}

/** `larger`, which begins with what `column` holds. */
export const grown = <Column extends Float64Array | Int32Array | Int16Array | Uint8Array>(
  column: Column,
  larger: Column,
): Column => {
  larger.set(column);
  return larger;
};

export interface Propagation {
  /** Earliest time per node; meaningful for the nodes in `order`. */
  readonly value: Float64Array;
  /** The edge that pushed the node to its value, or -1: its own box or the gate did. */
  readonly cause: Int32Array;
  /** The nodes that have a time, each after all its predecessors. All of them, unless some wait for each other. */
  readonly order: Int32Array;
  /**
   * The earliest node that is late (`value > high`) or that stays shut for ever; else one of those that wait for each
   * other; -1 if all is well.
   */
  readonly violated: number;
  /** Whether `violated` is one of several points that wait for each other. */
  readonly isCycle: boolean;
}

export const propagate = (graph: ConstraintGraph): Propagation => {
  const { size, edgeCount, from, to, low, high, opens, gate } = graph;

  // Successors in compressed rows: the edges of node n are edgeOf[rowStart[n] .. rowStart[n + 1]).
  const rowStart = new Int32Array(size + 1);
  const waitingFor = new Int32Array(size);
  for (let edge = 0; edge < edgeCount; edge++) {
    rowStart[from[edge]! + 1]! += 1;
    waitingFor[to[edge]!]! += 1;
  }
  for (let node = 0; node < size; node++) rowStart[node + 1]! += rowStart[node]!;
  const edgeOf = new Int32Array(edgeCount);
  const cursor = rowStart.slice(0, size);
  for (let edge = 0; edge < edgeCount; edge++) {
    const slot = cursor[from[edge]!]!;
    edgeOf[slot] = edge;
    cursor[from[edge]!] = slot + 1;
  }

  const value = low.slice(0, size);
  const cause = new Int32Array(size).fill(-1);
  const order = new Int32Array(size);
  let ready = 0;
  for (let node = 0; node < size; node++) if (waitingFor[node] === 0) order[ready++] = node;

  let violated = -1;
  let earliest = Infinity;
  let done = 0;
  for (; done < ready; done++) {
    const node = order[done]!;
    let time = value[node]!;
    if (time < opens[node]!) {
      const open = Math.min(opens[node]!, gate.next(time));
      if (open > time) {
        time = open;
        value[node] = time;
        cause[node] = -1;
      }
    }
    const isLate = time > high[node]! || (time === Infinity && opens[node] === Infinity);
    if (isLate && (violated === -1 || time < earliest)) {
      violated = node;
      earliest = time;
    }
    const end = rowStart[node + 1]!;
    for (let slot = rowStart[node]!; slot < end; slot++) {
      const edge = edgeOf[slot]!;
      const next = to[edge]!;
      if (time > value[next]!) {
        value[next] = time;
        cause[next] = edge;
      }
      if (--waitingFor[next]! === 0) order[ready++] = next;
    }
  }
  const isCycle = violated === -1 && done < size;
  if (isCycle) violated = waitingFor.findIndex((count) => count > 0);
  return { value, cause, order: order.subarray(0, done), violated, isCycle };
};
