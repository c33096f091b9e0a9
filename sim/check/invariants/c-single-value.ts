/** C-SingleValue: no two units of a chain hold different entries at a position that neither may have trimmed. */
import type { Invariant } from './invariant.ts';
import type { Replica } from './log-cell.ts';

export const cSingleValue: Invariant = {
  name: 'C-SingleValue',
  watch: (ledger) => ({
    stored(replica, content, _before, copies) {
      if (copies > 0 || replica.mayBeTrimmed) return;
      const { unit, cell } = replica;
      for (const other of cell.chain) {
        if (other === replica || other.content === undefined || other.content === content) continue;
        if (other.mayBeTrimmed || isForgotten(other)) continue;
        const message = `${unit.name} stored ${content.name} at position ${cell.position}, where ${other.unit.name} holds ${other.content.name}`;
        ledger.violate('C-SingleValue', message, [other.contentStep], unit.id);
      }
    },
  }),
};

/** Damaged before anybody was told of it. */
function isForgotten(replica: Replica): boolean {
  return replica.said === undefined && replica.intact === 0;
}
