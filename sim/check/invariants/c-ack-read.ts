/**
 * C-AckRead: an acknowledged append is what every read and fill of its position finds, unless it is trimmed. Reads invoked
 * before the acknowledgement may find the position unwritten, but never another entry; where reads are serializable, all may.
 */
import type { Invariant } from './invariant.ts';

export const cAckRead: Invariant = {
  name: 'C-AckRead',
  watch: (ledger) => ({
    responded({ op, position, node, value, invokedStep }, { out, outVal, outPos }) {
      if (op === 'append' && out === 'ok' && outPos !== undefined) {
        const { returned } = ledger.cellOf(outPos);
        if (returned === undefined || (returned.out === 'data' && returned.value === value)) return;
        const was = returned.out === 'junk' ? 'junk' : `value ${returned.value}`;
        const message = `${ledger.nameOf(node)} was told that value ${value} is at position ${outPos}, where ${was} had been found`;
        ledger.violate('C-AckRead', message, [returned.step], node);
        return;
      }
      if (op !== 'read' && op !== 'fill') return;
      const { acknowledged } = ledger.cellOf(position);
      if (acknowledged === undefined) return;
      const mayBeOld = invokedStep < acknowledged.step || ledger.strength === 'serializable';
      const gone = out === 'unwritten' && op === 'read' && !mayBeOld;
      const other = out === 'junk' || (out === 'data' && outVal !== acknowledged.value);
      if (!gone && !other) return;
      const is = out === 'data' ? `value ${outVal}` : out;
      const message = `${ledger.nameOf(node)} found ${is} at position ${position}, where value ${acknowledged.value} was acknowledged`;
      ledger.violate('C-AckRead', message, [acknowledged.step, invokedStep], node);
    },
  }),
};
