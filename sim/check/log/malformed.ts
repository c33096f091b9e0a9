/** Records that no checker can judge, whatever the log did. */
import type { LogOperation } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';

/** Says what keeps a record from being judged at all, or null. */
export const malformed = (op: LogOperation): string | null => {
  if (op.return !== null && op.return < op.call) return 'returns before its call';
  const out = outcomeOf(op);
  switch (op.op) {
    case 'append':
      return out !== 'ok' ? null : op.outPos === undefined ? 'was acknowledged without a position' : faultOf(op.outPos);
    case 'tail':
      if (out === null || out === 'failed') return null;
      if (op.outPos === undefined) return out === 'open' ? 'returned no position' : null;
      return faultOf(op.outPos);
    case 'read':
      return out === 'data' && op.outVal === undefined ? 'returned data without a value' : faultOf(op.pos);
    case 'fill':
    case 'trim':
    case 'trimCell':
      return faultOf(op.pos);
    case 'seal':
      return null;
  }
};

const faultOf = (position: number): string | null =>
  Number.isSafeInteger(position) && position >= 0 ? null : `names position ${position}, which no log has`;
