/**
 * U-WriteOnce: what a unit holds at a position never changes, except to trimmed. Judged on the pages it programs, and on the
 * entries it says it holds. A page moved by garbage collection has the same content; an entry nobody was told of, and
 * whose pages are all damaged, may be forgotten.
 */
import type { Invariant } from './invariant.ts';

export const uWriteOnce: Invariant = {
  name: 'U-WriteOnce',
  watch: (ledger) => ({
    stored(replica, content, before) {
      if (before === undefined || before === content) return;
      const { unit, cell } = replica;
      const message = `${unit.name} stored ${content.name} at position ${cell.position}, where it had stored ${before.name}`;
      ledger.violate('U-WriteOnce', message, [replica.saidStep], unit.id);
    },
    answered({ unit, replica, said }) {
      if (replica?.said === undefined || said === undefined || said === replica.said) return;
      const message = `${unit.name} says it holds ${said.name} at position ${replica.cell.position}, after it said ${replica.said.name}`;
      ledger.violate('U-WriteOnce', message, [replica.saidStep], unit.id);
    },
  }),
};
