/**
 * C-NoLostAck: when an append is acknowledged to its client, every unit of the chain has stored it, and never do all of them
 * erase it while nobody has asked for a trim. Units whose device was replaced are excused.
 */
import type { Value } from '../../model/history.ts';
import type { Invariant } from './invariant.ts';
import type { Replica } from './log-cell.ts';

export const cNoLostAck: Invariant = {
  name: 'C-NoLostAck',
  watch: (ledger) => ({
    responded({ op, node, value }, { out, outPos }) {
      if (op !== 'append' || out !== 'ok' || outPos === undefined) return;
      const cell = ledger.cellOf(outPos);
      const lacks = (replica: Replica): boolean => !isExcused(replica) && !holds(replica, value);
      const missing = cell.chain.find(lacks);
      if (missing === undefined) return;
      // It may have been acknowledged by the units of an epoch that has ended meanwhile.
      for (const { epoch } of ledger.layouts.all) if (!cell.chainIn(epoch).some(lacks)) return;
      const { unit, content, contentStep } = missing;
      const held = content === undefined ? 'nothing' : content.name;
      const message = `${ledger.nameOf(node)} was told that value ${value} is at position ${outPos}, where ${unit.name} has stored ${held}`;
      ledger.violate('C-NoLostAck', message, [contentStep], node);
    },
    vanished({ cell }) {
      const { acknowledged, position, replicas } = cell;
      if (acknowledged === undefined) return;
      for (const replica of replicas) {
        if (replica.pages > 0 || replica.lost || isExcused(replica)) return;
      }
      const message = `no unit holds position ${position} any more, where value ${acknowledged.value} was acknowledged`;
      ledger.violate('C-NoLostAck', message, [acknowledged.step]);
    },
  }),
};

function isExcused({ unit, mayBeTrimmed }: Replica): boolean {
  return unit.replaced || mayBeTrimmed;
}

function holds({ content }: Replica, value: Value | undefined): boolean {
  return content?.kind === 'data' && content.value === value;
}
