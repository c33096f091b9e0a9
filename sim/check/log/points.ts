/** What happens at a point of the graph, in words. */
import type { LogGraph } from './log-graph.ts';
import type { Narrator } from './narrator.ts';

export const pointOf = (graph: LogGraph, node: number, tell: Narrator): string => {
  const cell = graph.cell(node);
  const position = cell === -1 ? -1 : graph.cells.position[cell]!;
  const operation = graph.operation(node);
  const who = operation === -1 ? 'somebody' : tell.nameOf(operation);
  switch (graph.kind(node)) {
    case 'token':
      return `${who} takes token ${position}`;
    case 'write':
      return `${who} writes position ${position}`;
    case 'append':
      return `${who} takes position ${position}`;
    case 'junk':
      return `position ${position} becomes junk`;
    case 'skip':
      return `position ${position} is taken`;
    case 'trim':
      return graph.terms.spec === 'atomic' ? `${who} takes place` : `a trim reaches position ${position}`;
    case 'seal':
      return `${who} takes place`;
    case 'observe':
      return observed(graph, operation, who);
    case 'helper':
      return 'all of these have happened';
  }
};

const observed = ({ history }: LogGraph, operation: number, who: string): string => {
  const op = history[operation]!;
  switch (op.op) {
    case 'tail':
      return op.out === 'sealed' ? `${who} sees the log sealed` : `${who} sees ${op.outPos}`;
    case 'append':
      return `${who} sees the log sealed`;
    case 'fill':
      return op.out === 'unwritten'
        ? `${who} sees a tail of at most ${op.pos}`
        : `${who} sees position ${op.pos} ${op.out}`;
    case 'read':
      return `${who} sees position ${op.pos} ${op.out}`;
    case 'trim':
    case 'trimCell':
    case 'seal':
      return who;
  }
};
