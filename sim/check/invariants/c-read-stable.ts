/**
 * C-ReadStable: an entry that a read or a fill has returned is returned by every other one, or the position is trimmed; reads
 * invoked after it was returned do not find the position unwritten, unless they are serializable. A refused fill says nothing, since
 * it did not look.
 */
import type { Invariant } from './invariant.ts';

export const cReadStable: Invariant = {
  name: 'C-ReadStable',
  watch: (ledger) => ({
    responded({ op, position, node, invokedStep }, { out, outVal }) {
      if (op !== 'read' && op !== 'fill') return;
      const first = ledger.cellOf(position).returned;
      if (first === undefined) return;
      const held = out === 'data' || out === 'junk';
      const changed = held && (out !== first.out || outVal !== first.value);
      const mayBeOld = invokedStep < first.step || ledger.strength === 'serializable';
      const gone = out === 'unwritten' && op === 'read' && !mayBeOld;
      if (!changed && !gone) return;
      const was = first.out === 'junk' ? 'junk' : `value ${first.value}`;
      const is = out === 'data' ? `value ${outVal}` : out;
      const message = `${ledger.nameOf(node)} found ${is} at position ${position}, after another found ${was} there`;
      ledger.violate('C-ReadStable', message, [first.step, invokedStep], node);
    },
  }),
};
