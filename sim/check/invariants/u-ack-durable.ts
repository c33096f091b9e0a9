/**
 * U-AckDurable: a unit that says it holds an entry (it acknowledges it, returns it, refuses another for it, or hands it on) has
 * that entry in a completely programmed page at this very moment, and erases the last such page only when it may have
 * trimmed the position or has put on record that its copy was destroyed.
 */
import type { Invariant } from './invariant.ts';

export const uAckDurable: Invariant = {
  name: 'U-AckDurable',
  watch: (ledger) => ({
    answered({ unit, status, replica, said }) {
      if (replica === undefined || said === undefined || replica.content === said) return;
      const held = replica.content === undefined ? 'nothing durable' : replica.content.name;
      const message = `${unit.name} answered ${status} for ${said.name} at position ${replica.cell.position} and held ${held} there`;
      ledger.violate('U-AckDurable', message, [replica.contentStep], unit.id);
    },
    vanished(replica) {
      if (replica.said === undefined || replica.mayBeTrimmed || replica.lost) return;
      const { unit, cell, said } = replica;
      const message = `${unit.name} erased its last copy of ${said.name} at position ${cell.position}, which nobody had trimmed`;
      ledger.violate('U-AckDurable', message, [replica.contentStep, replica.saidStep], unit.id);
    },
  }),
};
