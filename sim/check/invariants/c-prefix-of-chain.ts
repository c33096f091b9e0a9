/**
 * C-PrefixOfChain: a unit stores an entry only when every unit before it in the chain has stored the same, so that what the tail
 * has, all have. Units that may have trimmed the position, and those whose device was replaced, are excused. A unit outside the
 * chain stores nothing there, unless it is being rebuilt; then it comes after the whole chain.
 */
import type { Invariant } from './invariant.ts';
import type { Ledger } from './ledger.ts';
import type { Replica } from './log-cell.ts';

export const cPrefixOfChain: Invariant = {
  name: 'C-PrefixOfChain',
  watch: (ledger) => ({
    stored(replica, content) {
      if (replica.contentStep !== ledger.at.step) return;
      const { unit, cell, contentEpoch } = replica;
      const chain = cell.chainIn(contentEpoch);
      const place = chain.indexOf(replica);
      if (place < 0 && !mayBeThere(ledger, replica)) {
        const message = `${unit.name} stored ${content.name} at position ${cell.position}, which belongs to another chain`;
        ledger.violate('C-PrefixOfChain', message, [], unit.id);
        return;
      }
      const end = place < 0 ? chain.length : place;
      for (let hop = 0; hop < end; hop += 1) {
        const earlier = chain[hop] as Replica;
        if (earlier.content === content || earlier.mayBeTrimmed || earlier.unit.replaced) continue;
        const held = earlier.content === undefined ? 'nothing' : earlier.content.name;
        const before = `${earlier.unit.name}, which comes before it in the chain, had stored ${held}`;
        const message = `${unit.name} stored ${content.name} at position ${cell.position}, where ${before}`;
        ledger.violate('C-PrefixOfChain', message, [earlier.contentStep], unit.id);
        return;
      }
    },
  }),
};

/** A unit that is being rebuilt gets copies of what its chain to be holds; of an epoch nobody has heard of nothing is known. */
function mayBeThere({ layouts }: Ledger, { unit, cell, contentEpoch }: Replica): boolean {
  return !layouts.knows(contentEpoch) || layouts.isCopiedTo(unit.id, cell.position, contentEpoch);
}
