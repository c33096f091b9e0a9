/** Where transactions stand in a dependency graph. */
import { type DependencyGraph, edge } from './dependency-graph.ts';
import type { Isolation } from './isolation.ts';

/** Where the snapshot and the commit of a transaction stand in a graph: `-1` if it is in none. The same node if it is one point. */
export interface Points {
  readonly begin: Int32Array;
  readonly end: Int32Array;
}

/** Under snapshot isolation a snapshot, and a commit that is no earlier; else both at one point. */
export const addTransactions = (graph: DependencyGraph, committed: Uint8Array, isolation: Isolation): Points => {
  const begin = new Int32Array(committed.length).fill(-1);
  const end = new Int32Array(committed.length).fill(-1);
  for (let index = 0; index < committed.length; index++) {
    if (committed[index] === 0) continue;
    begin[index] = end[index] = graph.node(index);
    if (isolation !== 'snapshot-isolation') continue;
    end[index] = graph.node(index);
    graph.edge(begin[index]!, end[index]!, edge.link);
  }
  return { begin, end };
};

/** Through one helper, except for those that are on both sides: they would come before themselves. */
export const addAllBeforeAll = (
  graph: DependencyGraph,
  { begin, end }: Points,
  sources: readonly number[],
  targets: readonly number[],
  rule: 'ww' | 'rw',
): void => {
  if (sources.length === 0 || targets.length === 0) return;
  const out = rule === 'ww' ? end : begin;
  const into = rule === 'ww' ? begin : end;
  const isTarget = new Set(targets);
  const both = new Set(sources.filter((index) => isTarget.has(index)));
  const helper = graph.node();
  for (const source of sources) {
    if (!both.has(source)) graph.edge(out[source]!, helper, edge[rule]);
    else for (const target of targets) if (target !== source) graph.edge(out[source]!, into[target]!, edge[rule]);
  }
  for (const target of targets) {
    if (!both.has(target)) graph.edge(helper, into[target]!, edge.link);
    else for (const source of sources) if (!both.has(source)) graph.edge(out[source]!, into[target]!, edge[rule]);
  }
};
