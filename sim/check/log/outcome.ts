/** An operation that never returned has no outcome, whatever its record says. */
import type { LogOperation } from '../../model/history.ts';

export const outcomeOf = <O extends LogOperation>(operation: O): O['out'] => (operation.return === null ? null : operation.out);
