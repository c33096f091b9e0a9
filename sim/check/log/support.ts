/**
 * The operations behind points of a contradiction: whose points they are, who wrote the positions that they are at, who
 * shows that, and whose calls or returns bound them. Rather too many than too few: `minimal.ts` removes what is not needed.
 */
import { holds } from './cell-table.ts';
import type { LogGraph } from './log-graph.ts';
import { sightingOf } from './outcome.ts';

export const supportOf = (graph: LogGraph, nodes: readonly number[]): number[] => {
  const { cells, history } = graph;
  const support: number[] = [];
  let hasChosen = false;
  for (const node of nodes) {
    const operation = graph.operation(node);
    support.push(operation, graph.startedBy(node));
    const cell = graph.cell(node);
    if (cell === -1) continue;
    support.push(cells.writer[cell]!, cells.acknowledgement[cell]!, cells.proof[cell]!, graph.fillOf.get(cell) ?? -1);
    hasChosen ||= wasChosen(graph, cell);
    if (operation === -1 || sightingOf(history[operation]!) !== 'trimmed') continue;
    support.push(graph.trims.called(cells.position[cell]!).operation);
  }
  if (!hasChosen) return support;
  // An author that was only chosen was chosen among all: keep the choice what it is.
  for (let cell = 0; cell < cells.size; cell++) {
    if (wasChosen(graph, cell)) support.push(cells.proof[cell]!, cells.writer[cell]!);
  }
  return support;
};

/** Whether the history does not say who wrote there. */
const wasChosen = ({ cells, history }: LogGraph, cell: number): boolean => {
  const proof = cells.proof[cell]!;
  if (cells.content[cell] !== holds.data || proof === -1) return false;
  const op = history[proof]!;
  return op.op === 'fill' && op.outVal === undefined;
};
