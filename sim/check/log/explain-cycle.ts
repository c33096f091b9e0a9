/**
 * Tells a contradiction in which points wait for each other, whatever their times are. Only a seal does that: a tail
 * that says `sealed` comes after it, every position from that tail on comes after the tail, and the seal after every
 * position.
 */
import type { Contradiction } from './judgement.ts';
import { ascending } from './judgement.ts';
import { clauseNames, clauses } from './clauses.ts';
import type { LogGraph } from './log-graph.ts';
import { pointOf } from './points.ts';
import type { Propagation } from './propagate.ts';
import { supportOf } from './support.ts';

export const explainCycle = (graph: LogGraph, propagation: Propagation): Contradiction => {
  const edges = cycleOf(graph, propagation);
  const { from, to, label } = graph.constraints;
  const nodes = edges.map((edge) => to[edge]!);
  const tail = nodes.find((node) => graph.kind(node) === 'observe')!;
  const taken = nodes.findLast((node) => ['append', 'junk', 'skip'].includes(graph.kind(node)))!;
  const { cells } = graph;
  const cell = graph.cell(taken);
  return {
    rule: clauses.appendBeforeSeal.rule,
    operations: ascending(supportOf(graph, nodes)),
    message: (tell) => {
      const proof = cells.proof[cell]!;
      const shown = proof === -1 ? `position ${cells.position[cell]} was taken` : tell.past(proof);
      return `${tell.past(graph.operation(tail))}, after which no position is ever taken, but ${shown}.`;
    },
    chain: (tell) =>
      edges
        .filter((edge) => graph.kind(to[edge]!) !== 'helper')
        .map((edge) => {
          const node = to[edge]!;
          const name = clauseNames[label[edge]!] ?? clauseNames[label[enteredBy(edges, from[edge]!, to)]!];
          const reason = name === undefined ? 'as recorded' : clauses[name].reason;
          return { point: pointOf(graph, node, tell), reason, operation: tell.numberOf(graph.operation(node)) };
        }),
  };
};

/** The edge of the cycle that leads into `node`. */
const enteredBy = (edges: readonly number[], node: number, to: Int32Array): number =>
  edges.find((edge) => to[edge] === node)!;

/** The edges of one cycle, each leading to where the next one starts. */
const cycleOf = ({ constraints }: LogGraph, { order, violated }: Propagation): number[] => {
  const { size, edgeCount, from, to } = constraints;
  const isTimed = new Uint8Array(size);
  for (const node of order) isTimed[node] = 1;
  const waitsFor = new Int32Array(size).fill(-1);
  for (let edge = 0; edge < edgeCount; edge++) {
    if (isTimed[from[edge]!] === 0 && isTimed[to[edge]!] === 0) waitsFor[to[edge]!] = edge;
  }
  const visited = new Set<number>();
  let node = violated;
  while (!visited.has(node)) {
    visited.add(node);
    node = from[waitsFor[node]!]!;
  }
  const cycle: number[] = [];
  const start = node;
  do {
    cycle.push(waitsFor[node]!);
    node = from[waitsFor[node]!]!;
  } while (node !== start);
  return cycle.toReversed();
};
