/** Outcomes as the checker takes them. */
import type { AppendOperation, LogOperation } from '../../model/history.ts';
import type { Terms } from './terms.ts';

/** An operation that never returned has no outcome, whatever its record says. */
export const outcomeOf = <O extends LogOperation>(operation: O): O['out'] =>
  operation.return === null ? null : operation.out;

/** An append that is at a position, or may be. */
export const mayHaveAppended = (append: AppendOperation, { sealedMayApply }: Terms): boolean => {
  const out = outcomeOf(append);
  return out === 'ok' || out === 'unknown' || out === null || (out === 'sealed' && sealedMayApply);
};

/**
 * A fill that may have made its position junk: it says so, or its client gave up and it may do so at any later time.
 */
export const mayHaveFilled = (operation: LogOperation): boolean => {
  if (operation.op !== 'fill') return false;
  const out = outcomeOf(operation);
  return out === 'junk' || out === null || out === 'unknown' || out === 'failed';
};

export type Sighting = 'data' | 'junk' | 'unwritten' | 'trimmed';

/** What an operation saw at its position. A refused fill saw the tail, not the position. */
export const sightingOf = (op: LogOperation): Sighting | null => {
  if (op.return === null) return null;
  if (op.op === 'read') return op.out === 'failed' ? null : op.out;
  if (op.op === 'fill') return op.out === 'data' || op.out === 'junk' || op.out === 'trimmed' ? op.out : null;
  return null;
};

export const isRefusedFill = (op: LogOperation): boolean => op.op === 'fill' && outcomeOf(op) === 'unwritten';

/** An append that was refused since the log is sealed, or a tail that says so. */
export const isSealedAnswer = (op: LogOperation): boolean =>
  (op.op === 'append' || op.op === 'tail') && outcomeOf(op) === 'sealed';
