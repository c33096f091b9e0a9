/**
 * Reads the witness of a legal history off the least solution: sorted by time, and at the same time in the order of the
 * graph, the points work.
 */
import type { LogGraph } from './log-graph.ts';
import { outcomeOf } from './outcome.ts';
import type { Propagation } from './propagate.ts';
import { compareTimes } from './times.ts';
import type { WitnessStep } from './verdict.ts';

export const witnessOf = (graph: LogGraph, { value, order }: Propagation): WitnessStep[] => {
  const { history, cells, terms } = graph;
  const acknowledged = terms.spec === 'atomic' ? [] : acknowledgedTrims(graph);
  const steps: WitnessStep[] = [];
  let over = 0;
  const acknowledgeBefore = (time: number): void => {
    for (; over < acknowledged.length && history[acknowledged[over]!]!.return! < time; over++) {
      const index = acknowledged[over]!;
      steps.push({ operation: index, step: 'acknowledge', position: -1, at: history[index]!.return! });
    }
  };
  for (const node of order.toSorted((a, b) => compareTimes(value[a]!, value[b]!))) {
    const step = graph.kind(node);
    if (step === 'helper') continue;
    const at = value[node]!;
    acknowledgeBefore(at);
    const cell = graph.cell(node);
    const position = step === 'observe' || cell === -1 ? -1 : cells.position[cell]!;
    const operation = step === 'junk' ? authorOfJunk(graph, node, at) : graph.operation(node);
    steps.push({ operation, step, position, at });
  }
  acknowledgeBefore(Infinity);
  return steps;
};

/** A trim of cells is over at the last instant that it may be: its return, after every other point of that time. */
const acknowledgedTrims = ({ history }: LogGraph): number[] => {
  const trims: number[] = [];
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if ((op.op === 'trim' || op.op === 'trimCell') && outcomeOf(op) === 'ok') trims.push(index);
  }
  return trims.sort((a, b) => history[a]!.return! - history[b]!.return!);
};

/** Who made a position junk at `time`: a fill, or an append that was in progress; -1: it was skipped. */
export const authorOfJunk = (graph: LogGraph, junk: number, time: number): number => {
  if (graph.terms.spec === 'atomic') return graph.operation(junk);
  const fill = graph.fillOf.get(graph.cell(junk));
  return fill !== undefined && graph.history[fill]!.call <= time ? fill : graph.appends.inProgressAt(time);
};
