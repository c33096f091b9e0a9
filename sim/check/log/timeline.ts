/** Operations of a log as lanes of a timeline. */
import type { LogHistory } from '../../model/history.ts';
import { type Lane, drawTimeline } from '../timeline.ts';
import { describe } from './describe.ts';
import { outcomeOf } from './outcome.ts';

export const timeline = (history: LogHistory, operations: readonly number[]): readonly string[] =>
  drawTimeline(operations.map((index) => laneOf(history, index)));

const laneOf = (history: LogHistory, index: number): Lane => {
  const { client, call, return: end } = history[index]!;
  const label = `client ${client}: ${describe(history[index]!, index)} -> ${answerOf(history, index)} [${call}, ${end ?? 'never'}]`;
  return { label, call, return: end };
};

const answerOf = (history: LogHistory, index: number): string => {
  const op = history[index]!;
  if (op.op === 'tail' && op.outPos !== undefined) return String(op.outPos);
  const value = 'outVal' in op && op.outVal !== undefined ? ` ${JSON.stringify(op.outVal)}` : '';
  return `${outcomeOf(op) ?? '?'}${value}`;
};
