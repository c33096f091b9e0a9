/**
 * Reads the witness of a legal history off the least solution: the order in which points became final is one that
 * works.
 */
import type { LogGraph } from './log-graph.ts';
import { outcomeOf } from './outcome.ts';
import type { Propagation } from './propagate.ts';
import type { WitnessStep } from './verdict.ts';

export const witnessOf = (graph: LogGraph, propagation: Propagation): WitnessStep[] => {
  const { history, cells, kind, operation, cell } = graph;
  // A trim is over at the last instant that it may be: its return, after every other point of that time.
  const acknowledged: number[] = [];
  history.forEach((op, index) => {
    if ((op.op === 'trim' || op.op === 'trimCell') && outcomeOf(op) === 'ok') acknowledged.push(index);
  });
  acknowledged.sort((a, b) => history[a]!.return! - history[b]!.return!);
  const steps: WitnessStep[] = [];
  let over = 0;
  const acknowledgeBefore = (time: number): void => {
    for (; over < acknowledged.length && history[acknowledged[over]!]!.return! < time; over++) {
      const index = acknowledged[over]!;
      steps.push({ operation: index, step: 'acknowledge', position: -1, at: history[index]!.return! });
    }
  };
  for (const node of propagation.order) {
    const step = kind[node]!;
    if (step === 'helper' || step === 'filler') continue;
    const at = propagation.value[node]!;
    acknowledgeBefore(at);
    const position = step === 'observe' ? -1 : cells[cell[node]!]!.position;
    steps.push({
      operation: step === 'junk' ? authorOfJunk(graph, propagation, node) : operation[node]!,
      step,
      position,
      at,
    });
  }
  acknowledgeBefore(Infinity);
  return steps;
};

/** Who made a position junk: the alternative that came first, a fill or an append that was in progress. */
export const authorOfJunk = (graph: LogGraph, { cause, value }: Propagation, junk: number): number => {
  const { from } = graph.constraints;
  const author = graph.authorNode.get(graph.cell[junk]!)!;
  const filler = from[cause[author]!]!;
  const operation = graph.operation[filler]!;
  return operation === -1 ? graph.appends.inProgressAt(value[filler]!) : operation;
};
