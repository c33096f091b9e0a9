/**
 * C-FillAdopts: nobody is told that a position is junk while the head of its chain holds an entry there: the filler that lost at
 * the head adopts what won. Reads count too, since a reader fills the holes that it meets.
 */
import type { Invariant } from './invariant.ts';

export const cFillAdopts: Invariant = {
  name: 'C-FillAdopts',
  watch: (ledger) => ({
    responded({ op, node, position, invokedStep }, { out }) {
      if (out !== 'junk' || (op !== 'fill' && op !== 'read')) return;
      const head = ledger.cellOf(position).chain[0];
      if (head?.content?.kind !== 'data') return;
      const message = `${ledger.nameOf(node)} was told that position ${position} is junk, where ${head.unit.name} at the head holds ${head.content.name}`;
      ledger.violate('C-FillAdopts', message, [head.contentStep, invokedStep], node);
    },
  }),
};
