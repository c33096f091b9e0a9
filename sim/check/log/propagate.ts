/**
 * Earliest-time propagation over an AND/OR graph: Knuth's generalisation of Dijkstra's algorithm (1977).
 *
 * A node is a point in time with a box [low, high]. An `all` node comes at or after every predecessor; an `any` node at
 * or after the earliest one. All bounds are monotone, so a least solution exists: the pointwise earliest times. A node
 * whose earliest time is after `high` has no place in any order, and if none is, sorting by the least solution is an
 * order that satisfies everything. That is why the verdict is exact in both directions, in O(n log n) and without
 * search.
 *
 * What may go wrong: a disjunction on *upper* bounds ("before a or before b") does not fit here and makes the answer
 * wrong. Whoever adds a rule must show that it only pushes points later. The engine knows nothing about logs.
 */
import { NodeHeap } from './node-heap.ts';

/**
 * The times at which a gated point may lie. Must be monotone: `next(a) <= next(b)` for `a <= b`, and `next(a) >= a`.
 */
export interface Gate {
  /** The first permitted time at or after `time`; `Infinity` if there is none. */
  next(time: number): number;
}

export class ConstraintGraph {
  readonly low: number[] = [];
  readonly high: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** What the edge stands for; the engine only hands it back. */
  readonly label: number[] = [];
  readonly any = new Set<number>();
  readonly optional = new Set<number>();
  readonly gates = new Map<number, Gate>();

  get size(): number {
    return this.low.length;
  }

  /** A point that comes after all its predecessors. */
  all(low: number, high: number): number {
    this.low.push(low);
    return this.high.push(high) - 1;
  }

  /** A point that comes after at least one of its predecessors; without any it never comes. */
  anyOf(): number {
    const node = this.all(-Infinity, Infinity);
    this.any.add(node);
    return node;
  }

  /** A point that may never come: an alternative that an `any` node can do without. */
  maybe(low: number, gate: Gate | null): number {
    const node = this.all(low, Infinity);
    this.optional.add(node);
    if (gate !== null) this.gates.set(node, gate);
    return node;
  }

  edge(from: number, to: number, label: number): void {
    this.from.push(from);
    this.to.push(to);
    this.label.push(label);
  }
}

export interface Propagation {
  /** Earliest time per node; meaningful for the nodes in `order`. */
  readonly value: Float64Array;
  /** The edge that pushed the node to its value, or -1: its own box or gate did. */
  readonly cause: Int32Array;
  /**
   * The nodes with a time, in an order that satisfies every edge, times ascending; up to a violated node if there is
   * one.
   */
  readonly order: Int32Array;
  /** The first node that is late (value > high), or required and never reached; -1 if all is well. */
  readonly violated: number;
  readonly reached: boolean;
}

export const propagate = (graph: ConstraintGraph): Propagation => {
  const size = graph.size;
  const edgeCount = graph.from.length;
  const { from, to, high, gates } = graph;

  // Successors in compressed rows: the edges of node n are edgeOf[rowStart[n] .. rowStart[n + 1]).
  const rowStart = new Int32Array(size + 1);
  const waitingFor = new Int32Array(size);
  for (let edge = 0; edge < edgeCount; edge++) {
    const row = from[edge]! + 1;
    rowStart[row] = rowStart[row]! + 1;
    waitingFor[to[edge]!]! += 1;
  }
  for (let node = 0; node < size; node++) rowStart[node + 1]! += rowStart[node]!;
  const edgeOf = new Int32Array(edgeCount);
  const cursor = rowStart.slice(0, size);
  for (let edge = 0; edge < edgeCount; edge++) {
    const node = from[edge]!;
    edgeOf[cursor[node]!] = edge;
    cursor[node]! += 1;
  }

  const isAny = new Uint8Array(size);
  const isGated = new Uint8Array(size);
  for (const node of graph.any) isAny[node] = 1;
  for (const node of gates.keys()) isGated[node] = 1;

  const value = Float64Array.from(graph.low);
  const cause = new Int32Array(size).fill(-1);
  const order = new Int32Array(size);
  const heap = new NodeHeap(size);
  const open = (node: number): void => {
    if (isGated[node] === 1) {
      const time = gates.get(node)!.next(value[node]!);
      if (time === Infinity) return;
      if (time > value[node]!) cause[node] = -1;
      value[node] = time;
    }
    heap.push(value[node]!, node);
  };
  for (let node = 0; node < size; node++) if (waitingFor[node] === 0 && isAny[node] === 0) open(node);

  let done = 0;
  while (heap.size > 0) {
    const node = heap.pop();
    const time = value[node]!;
    order[done++] = node;
    if (time > high[node]!) return { value, cause, order: order.subarray(0, done), violated: node, reached: true };
    for (let slot = rowStart[node]!; slot < rowStart[node + 1]!; slot++) {
      const edge = edgeOf[slot]!;
      const next = to[edge]!;
      if (isAny[next] === 1) {
        // The first predecessor to be final is the earliest; the others come too late to matter.
        if (cause[next] !== -1) continue;
        cause[next] = edge;
        value[next] = time;
        heap.push(time, next);
        continue;
      }
      if (time > value[next]!) {
        value[next] = time;
        cause[next] = edge;
      }
      if (--waitingFor[next]! === 0) open(next);
    }
  }
  const violated = done === size ? -1 : firstUnreached(graph, order.subarray(0, done));
  return { value, cause, order: order.subarray(0, done), violated, reached: violated === -1 };
};

const firstUnreached = (graph: ConstraintGraph, order: Int32Array): number => {
  const reached = new Uint8Array(graph.size);
  for (const node of order) reached[node] = 1;
  // What waits only for an alternative that never came is itself the consequence, not the cause: both are required.
  for (let node = 0; node < graph.size; node++) if (reached[node] === 0 && !graph.optional.has(node)) return node;
  return -1;
};
