/**
 * Serializable answers. A tail, and a position found unwritten, may then be as they were at some time before the call; at no time
 * after the return, and not as they never were. What is found at a position binds as ever: it was written, and stays.
 */
import type { LogHistory, LogOperation } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';

/** Whether `operation` tells what the log does not contain. A refused fill tells that its position is not below the tail. */
const tellsAbsence = (operation: LogOperation): boolean => {
  if (operation.op === 'tail') return true;
  return (operation.op === 'read' || operation.op === 'fill') && outcomeOf(operation) === 'unwritten';
};

/** The same history, in which whoever told what the log does not contain may have looked at any time before the return. */
export const relaxed = (history: LogHistory): LogHistory => {
  let first = Infinity;
  for (const { call } of history) if (call < first) first = call;
  return history.map((operation) => (tellsAbsence(operation) ? { ...operation, call: first } : operation));
};
