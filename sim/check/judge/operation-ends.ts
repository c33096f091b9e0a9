/** What is said of operations by how they ended, the same for objects and for transactions. */
import type { Operation } from '../operation.ts';
import type { Lane } from '../timeline.ts';
import type { HistoryVerdict } from '../verdict.ts';
import { type Count, about } from './history-report.ts';

type AnyEnd = Operation<unknown, unknown>;

const unansweredIn = (operations: readonly AnyEnd[]): number =>
  operations.filter(({ outcome }) => outcome === 'info').length;

/** Of the operations without an answer, those that the witness needs; each once. */
const resolvedIn = (operations: readonly AnyEnd[], verdict: HistoryVerdict): number =>
  verdict.verdict === 'ok' ? new Set(verdict.witness.filter((index) => operations[index]!.outcome === 'info')).size : 0;

export const countEnds = (operations: readonly AnyEnd[], verdict: HistoryVerdict): readonly Count[] => [
  { count: resolvedIn(operations, verdict), noun: 'operation', rest: ' resolved without an answer' },
];

/** What the verdict does not say of them. */
export const unaccounted = (operations: readonly AnyEnd[], verdict: HistoryVerdict): readonly string[] => {
  const failed = operations.filter(({ outcome }) => outcome === 'fail').length;
  const dropped = verdict.verdict === 'ok' ? unansweredIn(operations) - resolvedIn(operations, verdict) : 0;
  return [
    ...about(dropped, 'operation', ' got no answer, and nobody saw an effect'),
    ...about(failed, 'operation', ' failed, which is taken to mean: without any effect'),
  ];
};

/** `what` it did, as the model or the transaction tells it. */
export const laneOf = (operation: AnyEnd, index: number, what: string): Lane => {
  const { client, call, outcome } = operation;
  const end = outcome === 'info' ? null : operation.return;
  return { label: `client ${client}: #${index} ${what} [${call}, ${end ?? 'never'}]`, call, return: end };
};
