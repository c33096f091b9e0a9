/**
 * C-NoLostAck: when an append is acknowledged to its client, every unit of the chain has stored it, and never do all of them
 * erase it while nobody has asked for a trim. Units whose device was replaced are excused.
 */
import type { Invariant } from './invariant.ts';

export const cNoLostAck: Invariant = {
  name: 'C-NoLostAck',
  watch: (ledger) => ({
    responded({ op, node, value }, { out, outPos }) {
      if (op !== 'append' || out !== 'ok' || outPos === undefined) return;
      for (const replica of ledger.cellOf(outPos).replicas) {
        const { unit, content } = replica;
        if (unit.replaced || replica.mayBeTrimmed || (content?.kind === 'data' && content.value === value)) continue;
        const held = content === undefined ? 'nothing' : content.name;
        const message = `${ledger.nameOf(node)} was told that value ${value} is at position ${outPos}, where ${unit.name} has stored ${held}`;
        ledger.violate('C-NoLostAck', message, [replica.contentStep], node);
        return;
      }
    },
    vanished({ cell }) {
      const { acknowledged, position, replicas } = cell;
      if (acknowledged === undefined) return;
      for (const replica of replicas) {
        if (replica.pages > 0 || replica.mayBeTrimmed || replica.lost || replica.unit.replaced) return;
      }
      const message = `no unit holds position ${position} any more, where value ${acknowledged.value} was acknowledged`;
      ledger.violate('C-NoLostAck', message, [acknowledged.step]);
    },
  }),
};
