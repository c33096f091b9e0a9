/** Strongly connected components in one pass (Tarjan 1972), without recursion: a history has more transactions than a stack has frames. */
import type { Adjacency } from './dependency-graph.ts';

export interface Components {
  /**
   * All nodes, component after component; no edge leads from a component to one that stands after it. Read backwards it is a
   * topological order if every component is a single node.
   */
  readonly nodes: Int32Array;
  /** Where in `nodes` those components start and end that have more than one node, the smallest first. */
  readonly cyclic: readonly (readonly [start: number, end: number])[];
}

/** Follows only edges whose kind is in `mask`. */
export const componentsOf = ({ size, rowStart, target, kind }: Adjacency, mask: number): Components => {
  const nodes = new Int32Array(size);
  const cyclic: [number, number][] = [];
  const found = new Int32Array(size);
  const low = new Int32Array(size);
  const slotOf = new Int32Array(size);
  const path = new Int32Array(size);
  const open = new Int32Array(size);
  const done = size + 1;
  let [clock, depth, openCount, count] = [0, 0, 0, 0];
  const enter = (node: number): void => {
    found[node] = low[node] = ++clock;
    slotOf[node] = rowStart[node]!;
    path[depth++] = node;
    open[openCount++] = node;
  };
  for (let root = 0; root < size; root++) {
    if (found[root] !== 0) continue;
    enter(root);
    while (depth > 0) {
      const node = path[depth - 1]!;
      const end = rowStart[node + 1]!;
      let slot = slotOf[node]!;
      let child = -1;
      for (; slot < end; slot++) {
        if ((kind[slot]! & mask) === 0) continue;
        const next = target[slot]!;
        if (found[next] === 0) {
          child = next;
          break;
        }
        if (low[next]! < low[node]!) low[node] = low[next]!;
      }
      if (child !== -1) {
        slotOf[node] = slot;
        enter(child);
        continue;
      }
      depth -= 1;
      if (depth > 0 && low[node]! < low[path[depth - 1]!]!) low[path[depth - 1]!] = low[node]!;
      if (low[node] !== found[node]) continue;
      const start = count;
      for (;;) {
        const member = open[--openCount]!;
        // What is done must not pull down those that still look at it.
        low[member] = done;
        nodes[count++] = member;
        if (member === node) break;
      }
      if (count - start > 1) cyclic.push([start, count]);
    }
  }
  cyclic.sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  return { nodes, cyclic };
};
