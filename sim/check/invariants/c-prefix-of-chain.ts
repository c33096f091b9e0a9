/**
 * C-PrefixOfChain: a unit stores an entry only when every unit before it in the chain has stored the same, so that what the tail
 * has, all have. Units that may have trimmed the position, and those whose device was replaced, are excused.
 */
import type { Invariant } from './invariant.ts';

export const cPrefixOfChain: Invariant = {
  name: 'C-PrefixOfChain',
  watch: (ledger) => ({
    stored(replica, content) {
      if (replica.contentStep !== ledger.at.step) return;
      const { unit, cell } = replica;
      for (const earlier of cell.replicas) {
        if (earlier === replica) return;
        if (earlier.content === content || earlier.mayBeTrimmed || earlier.unit.replaced) continue;
        const held = earlier.content === undefined ? 'nothing' : earlier.content.name;
        const before = `${earlier.unit.name}, which comes before it in the chain, had stored ${held}`;
        const message = `${unit.name} stored ${content.name} at position ${cell.position}, where ${before}`;
        ledger.violate('C-PrefixOfChain', message, [earlier.contentStep], unit.id);
        return;
      }
    },
    strayed(unit, position, content) {
      const message = `${unit.name} stored ${content.name} at position ${position}, which belongs to another chain`;
      ledger.violate('C-PrefixOfChain', message, [], unit.id);
    },
  }),
};
