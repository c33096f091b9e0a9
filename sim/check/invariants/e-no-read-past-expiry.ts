/**
 * E-NoReadPastExpiry: an answer that a holder vouches for by its lease leaves while the lease lasts, in true time, on the worst clocks
 * that the plan allows; so no later layout is decided by then.
 */
import type { Invariant } from './invariant.ts';

export const eNoReadPastExpiry: Invariant = {
  name: 'E-NoReadPastExpiry',
  watch: (ledger) => ({
    vouched(holder, { epoch, caller, sentStep }, isLeased) {
      if (!isLeased) return;
      const { chosenEpoch } = ledger.leases;
      const isOver = chosenEpoch > epoch;
      if (!isOver && ledger.leases.isHeld(holder, epoch, ledger.at.timeMicros)) return;
      const why = isOver ? `the layout of epoch ${chosenEpoch} was decided` : 'its lease had run out';
      const answer = `${ledger.nameOf(holder)} vouched for an answer to ${ledger.nameOf(caller)} in epoch ${epoch}`;
      ledger.violate('E-NoReadPastExpiry', `${answer} after ${why}`, [sentStep], holder);
    },
  }),
};
