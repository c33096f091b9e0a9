/** C-JunkNotAck: no position is acknowledged to a writer that holds junk on any unit of its chain, then or later. */
import { JUNK_CONTENT } from './content.ts';
import type { Invariant } from './invariant.ts';

export const cJunkNotAck: Invariant = {
  name: 'C-JunkNotAck',
  watch: (ledger) => ({
    responded({ op, node, value }, { out, outPos }) {
      if (op !== 'append' || out !== 'ok' || outPos === undefined) return;
      for (const { unit, content, contentStep } of ledger.cellOf(outPos).chain) {
        if (content !== JUNK_CONTENT) continue;
        const message = `${ledger.nameOf(node)} was told that value ${value} is at position ${outPos}, where ${unit.name} holds junk`;
        ledger.violate('C-JunkNotAck', message, [contentStep], node);
        return;
      }
    },
    stored(replica, content, _before, copies) {
      const { unit, cell } = replica;
      if (content !== JUNK_CONTENT || copies > 0 || cell.acknowledged === undefined || !cell.chain.includes(replica))
        return;
      const { value, step } = cell.acknowledged;
      const message = `${unit.name} stored junk at position ${cell.position}, where value ${value} was acknowledged`;
      ledger.violate('C-JunkNotAck', message, [step], unit.id);
    },
  }),
};
