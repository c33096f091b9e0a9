/** Outcomes as the checker takes them. */
import type { LogOperation } from '../../model/history.ts';

/** An operation that never returned has no outcome, whatever its record says. */
export const outcomeOf = <O extends LogOperation>(operation: O): O['out'] =>
  operation.return === null ? null : operation.out;

/**
 * A fill that may have made its position junk: it says so, or its client gave up and it may do so at any later time.
 */
export const mayHaveFilled = (operation: LogOperation): boolean => {
  if (operation.op !== 'fill') return false;
  const out = outcomeOf(operation);
  return out === 'junk' || out === null || out === 'unknown' || out === 'failed';
};
