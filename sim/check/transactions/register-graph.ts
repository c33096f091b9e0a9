/**
 * Who certainly comes before whom, from reads of registers alone: who wrote before who read it, who read before who overwrote what
 * both had read, and who found a register unwritten before all who wrote it.
 */
import { DependencyGraph, edge } from './dependency-graph.ts';
import type { Isolation } from './isolation.ts';
import { type Points, addAllBeforeAll, addTransactions } from './points.ts';
import type { RegisterVersions } from './register-versions.ts';
import { addTimeOrder } from './time-edges.ts';
import type { RegisterHistory } from './transaction.ts';

export interface RegisterGraph {
  readonly graph: DependencyGraph;
  readonly points: Points;
}

export const buildRegisterGraph = (
  history: RegisterHistory,
  versions: RegisterVersions,
  isolation: Isolation,
  disabled: ReadonlySet<string>,
): RegisterGraph => {
  const graph = new DependencyGraph();
  const points = addTransactions(graph, versions.committed, isolation);
  const { begin, end } = points;
  const { readers, readKeys, sources, overwriter, writer, keyOf, keys } = versions;
  const foundNothing: number[][] = keys.map(() => []);
  for (let read = 0; read < readers.length; read++) {
    const reader = readers[read]!;
    const source = sources[read]!;
    if (source === -1) foundNothing[readKeys[read]!]!.push(reader);
    else if (!disabled.has('wr')) graph.edge(end[writer[source]!]!, begin[reader]!, edge.wr);
    if (source !== -1 && overwriter[read] !== -1 && overwriter[read] !== reader && !disabled.has('rw'))
      graph.edge(begin[reader]!, end[overwriter[read]!]!, edge.rw);
  }
  const writers: number[][] = keys.map(() => []);
  for (let write = 0; write < writer.length; write++)
    if (versions.counts(write)) writers[keyOf[write]!]!.push(writer[write]!);
  if (!disabled.has('rw'))
    for (let key = 0; key < keys.length; key++) addAllBeforeAll(graph, points, foundNothing[key]!, writers[key]!, 'rw');
  addTimeOrder(graph, history, points, isolation, disabled);
  return { graph, points };
};
