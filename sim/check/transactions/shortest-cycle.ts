/**
 * Finds the cycle that shows most, by class: first what needs only the fewest kinds of dependencies, and among those of a class the
 * shortest. Order in time is the last thing to be used: a cycle without it refutes more.
 *
 * The search is bounded in edges looked at, never in seconds, so that it always gives the same answer; beyond the bound the cycle
 * is still a cycle, only not certainly the shortest or the strongest class.
 */
import { componentsOf } from './components.ts';
import { type Adjacency, edge } from './dependency-graph.ts';

/** The transactions of a cycle in order, each with the kind of edge that leads to the next one, the last to the first. */
export interface Cycle {
  readonly transactions: readonly number[];
  readonly kinds: readonly number[];
}

const edgesMax = 4_000_000;

/** How a cycle may be composed: its first edge, then those after an `rw` and those after any other. */
interface Shape {
  readonly first: number;
  readonly afterRw: number;
  readonly afterOther: number;
}

export const findCycle = (graph: Adjacency): Cycle | null => {
  for (const time of [0, edge.process, edge.process | edge.realtime]) {
    for (const kinds of [edge.ww, edge.ww | edge.wr, edge.ww | edge.wr | edge.rw]) {
      const forward = (kinds & ~edge.rw) | time;
      const { nodes, cyclic } = componentsOf(graph, kinds | time | edge.link);
      if (cyclic.length === 0) continue;
      const any = { first: kinds | time, afterRw: kinds | time, afterOther: kinds | time };
      const shapes: Shape[] =
        (kinds & edge.rw) === 0
          ? [any]
          : [
              { first: edge.rw, afterRw: forward, afterOther: forward },
              { first: edge.rw, afterRw: forward, afterOther: kinds | time },
              any,
            ];
      for (const shape of shapes) {
        const search = new CycleSearch(graph, shape);
        for (const [start, end] of cyclic) search.within(nodes.subarray(start, end), shape === any);
        if (search.best !== null) return search.best;
      }
    }
  }
  return null;
};

/** `G0` only overwrites, `G1c` also reads, `G-single` misses one write, `G-nonadjacent` and `G2-item` several. */
export const classOf = ({ kinds }: Cycle): string => {
  const missed = kinds.filter((kind) => kind === edge.rw).length;
  const isAdjacent = kinds.some((kind, index) => kind === edge.rw && kinds[(index + 1) % kinds.length] === edge.rw);
  const suffix = kinds.includes(edge.realtime) ? '-realtime' : kinds.includes(edge.process) ? '-process' : '';
  if (missed === 0) return `${kinds.includes(edge.wr) ? 'G1c' : 'G0'}${suffix}`;
  if (missed === 1) return `G-single${suffix}`;
  return `${isAdjacent ? 'G2-item' : 'G-nonadjacent'}${suffix}`;
};

class CycleSearch {
  best: Cycle | null = null;
  private readonly graph: Adjacency;
  private readonly shape: Shape;
  private edgesLeft = edgesMax;
  /** By state, which is a node and whether the last edge was an `rw`: the state before it, and in which search that was. */
  private readonly parent: Int32Array;
  private readonly seenBy: Int32Array;
  private readonly slotInto: Int32Array;

  constructor(graph: Adjacency, shape: Shape) {
    this.graph = graph;
    this.shape = shape;
    this.parent = new Int32Array(graph.size * 2);
    this.seenBy = new Int32Array(graph.size * 2).fill(-1);
    this.slotInto = new Int32Array(graph.size * 2);
  }

  /** Searches from every transaction of a component. One cycle is found in any case if `isCertain`: the bound holds from then on. */
  within(component: Int32Array, isCertain: boolean): void {
    const members = new Set(component);
    for (const node of component) {
      if (this.best?.transactions.length === 2) return;
      if (this.edgesLeft <= 0 && !(isCertain && this.best === null)) return;
      if (this.graph.transaction[node] !== -1) this.from(node, members);
    }
  }

  /** Breadth first by the number of transactions: links cost nothing. */
  private from(source: number, members: ReadonlySet<number>): void {
    const { rowStart, target, kind } = this.graph;
    const { first, afterRw, afterOther } = this.shape;
    const shortest = this.best?.transactions.length ?? Infinity;
    let level = [source * 2];
    this.seenBy[source * 2] = source;
    this.parent[source * 2] = -1;
    let isFirst = true;
    for (let length = 1; level.length > 0 && length < shortest; length++) {
      const nextLevel: number[] = [];
      for (let index = 0; index < level.length; index++) {
        const state = level[index]!;
        const node = state >> 1;
        const allowed = isFirst && state === source * 2 ? first : (state & 1) === 1 ? afterRw : afterOther;
        const end = rowStart[node + 1]!;
        this.edgesLeft -= end - rowStart[node]!;
        for (let slot = rowStart[node]!; slot < end; slot++) {
          const isLink = kind[slot] === edge.link;
          if (!isLink && (kind[slot]! & allowed) === 0) continue;
          const next = target[slot]!;
          if (!members.has(next)) continue;
          const nextState = next * 2 + (isLink ? state & 1 : kind[slot] === edge.rw ? 1 : 0);
          if (next === source) {
            // An rw edge that returns to a source which an rw edge left would be adjacent to it.
            if ((nextState & 1) === 1 && (afterRw & first) === 0) continue;
            this.best = this.cycle(state, slot);
            return;
          }
          if (this.seenBy[nextState] === source) continue;
          this.seenBy[nextState] = source;
          this.parent[nextState] = state;
          this.slotInto[nextState] = slot;
          (isLink ? level : nextLevel).push(nextState);
        }
      }
      level = nextLevel;
      isFirst = false;
    }
  }

  private cycle(last: number, closing: number): Cycle {
    const { kind, transaction } = this.graph;
    const steps: [node: number, kind: number][] = [[last >> 1, kind[closing]!]];
    for (let state = last; this.parent[state] !== -1; state = this.parent[state]!)
      steps.push([this.parent[state]! >> 1, kind[this.slotInto[state]!]!]);
    // Links say nothing: what a transaction does to the next one is the edge that leaves it.
    const told = steps.toReversed().filter(([node, how]) => transaction[node] !== -1 && how !== edge.link);
    return { transactions: told.map(([node]) => transaction[node]!), kinds: told.map(([, how]) => how) };
  }
}
