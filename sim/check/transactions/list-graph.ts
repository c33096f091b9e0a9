/**
 * Who comes before whom, from the versions of lists: `ww` a version before the next one, `wr` a version before who read it, `rw` who
 * read a version before who made the next.
 *
 * A committed append that no read shows comes after all that are shown, and after everybody who read the longest list. Nobody read
 * a version with it, so that among such appends any order will do: without a cycle every topological order of the graph explains
 * every read, and the check is exact also where lists were not read at the end. (Snapshot isolation alone asks for their order.)
 */
import { DependencyGraph, edge } from './dependency-graph.ts';
import type { Isolation } from './isolation.ts';
import type { ListVersions } from './list-versions.ts';
import { type Points, addAllBeforeAll, addTransactions } from './points.ts';
import { addTimeOrder } from './time-edges.ts';
import type { ListHistory } from './transaction.ts';

export interface ListGraph {
  readonly graph: DependencyGraph;
  readonly points: Points;
  /** Of each object, the transactions whose appends to it nobody saw. */
  readonly unseen: readonly (readonly number[])[];
}

export const buildListGraph = (
  history: ListHistory,
  versions: ListVersions,
  isolation: Isolation,
  disabled: ReadonlySet<string>,
): ListGraph => {
  const graph = new DependencyGraph();
  const points = addTransactions(graph, versions.committed, isolation);
  const { begin, end } = points;
  const connect = (rule: 'ww' | 'wr' | 'rw', from: number, to: number): void => {
    if (disabled.has(rule)) return;
    if (rule === 'rw') graph.edge(begin[from]!, end[to]!, edge.rw);
    else graph.edge(end[from]!, begin[to]!, edge[rule]);
  };
  const { writer, keyOf, position, committed, order } = versions;

  for (const appends of order)
    for (let slot = 1; slot < appends.length; slot++)
      if (writer[appends[slot - 1]!] !== writer[appends[slot]!])
        connect('ww', writer[appends[slot - 1]!]!, writer[appends[slot]!]!);
  const readersOfAll: number[][] = versions.keys.map(() => []);
  for (let read = 0; read < versions.readers.length; read++) {
    const reader = versions.readers[read]!;
    const appends = order[versions.readKeys[read]!]!;
    const length = versions.lengths[read]!;
    if (length > 0 && writer[appends[length - 1]!] !== reader) connect('wr', writer[appends[length - 1]!]!, reader);
    if (length === appends.length) readersOfAll[versions.readKeys[read]!]!.push(reader);
    else if (writer[appends[length]!] !== reader) connect('rw', reader, writer[appends[length]!]!);
  }

  const unseen: number[][] = versions.keys.map(() => []);
  for (let append = 0; append < writer.length; append++) {
    if (position[append] !== -1 || committed[writer[append]!] === 0) continue;
    const ofKey = unseen[keyOf[append]!]!;
    if (ofKey.at(-1) !== writer[append]) ofKey.push(writer[append]!);
  }
  if (!disabled.has('unseen'))
    for (let key = 0; key < unseen.length; key++) {
      const last = order[key]!.at(-1);
      const writers = last === undefined ? [] : [writer[last]!];
      for (const [rule, sources] of [
        ['ww', writers],
        ['rw', readersOfAll[key]!],
      ] as const)
        if (!disabled.has(rule)) addAllBeforeAll(graph, points, sources, unseen[key]!, rule);
    }

  addTimeOrder(graph, history, points, isolation, disabled);
  return { graph, points, unseen };
};
