/** Histories of an object that a model describes. */
import { checkHistory } from '../check-history.ts';
import type { FileHistory } from '../formats/history.ts';
import type { AnyOperation } from '../objects/model.ts';
import { drawTimeline } from '../timeline.ts';
import { type HistoryReport, type JudgeOptions, reportOf } from './history-report.ts';
import { countEnds, laneOf, unaccounted } from './operation-ends.ts';

export const judgeObject = (
  { kind, model, operations }: Extract<FileHistory, { subject: 'object' }>,
  { configurationsMax }: JudgeOptions,
): HistoryReport => {
  const verdict = checkHistory(model, operations, configurationsMax === undefined ? {} : { configurationsMax });
  const against = `a ${kind === 'kv' ? 'key-value store' : kind.replace('-', ' ')}`;
  return reportOf({
    verdict,
    against,
    legal: `One ${against.slice(2)}, taking one operation at a time, can have given all of these answers.`,
    operations,
    counts: [
      { count: operations.filter(hasData).length, noun: 'answer', rest: ' with data' },
      ...countEnds(operations, verdict),
    ],
    notChecked: unaccounted(operations, verdict),
    timeline: (found) =>
      drawTimeline(found.map((index) => laneOf(operations[index]!, index, model.describe(operations[index]!)))),
  });
};

/** Whether the answer says more than that it is one, or that there was nothing. */
const hasData = (operation: AnyOperation): boolean => {
  if (operation.outcome !== 'ok') return false;
  const { output } = operation;
  return !(output === undefined || output === null || output === '' || (Array.isArray(output) && output.length === 0));
};
