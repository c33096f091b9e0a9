/**
 * C-SingleValue: no two units of a chain hold different entries at a position that neither may have trimmed. A unit that was given
 * up may hold what was decided otherwise without it; when it comes back into a chain, it may not.
 */
import type { Invariant } from './invariant.ts';
import type { Ledger } from './ledger.ts';
import type { Replica } from './log-cell.ts';

export const cSingleValue: Invariant = {
  name: 'C-SingleValue',
  watch: (ledger) => ({
    stored(replica, _content, _before, copies) {
      if (copies === 0) compare(ledger, replica, 'stored');
    },
    decided({ epoch }, isNew) {
      if (!isNew) return;
      for (const cell of ledger.cells) for (const replica of cell.chainIn(epoch)) compare(ledger, replica, 'holds');
    },
  }),
};

function compare(ledger: Ledger, replica: Replica, how: 'stored' | 'holds'): void {
  const { unit, cell, content } = replica;
  if (content === undefined || replica.mayBeTrimmed || isForgotten(replica) || !cell.chain.includes(replica)) return;
  for (const other of cell.chain) {
    if (other === replica || other.content === undefined || other.content === content) continue;
    if (other.mayBeTrimmed || isForgotten(other)) continue;
    const message = `${unit.name} ${how} ${content.name} at position ${cell.position}, where ${other.unit.name} holds ${other.content.name}`;
    ledger.violate('C-SingleValue', message, [other.contentStep], unit.id);
  }
}

/** Damaged before anybody was told of it. */
function isForgotten(replica: Replica): boolean {
  return replica.said === undefined && replica.intact === 0;
}
