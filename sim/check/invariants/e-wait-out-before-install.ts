/**
 * E-WaitOutBeforeInstall: a layout is decided when nobody can hold a lease on the one before any more: each holder has said that it
 * obeys a later epoch, or no majority of its grants can last, in true time, on the worst clocks that the plan allows.
 */
import type { Invariant } from './invariant.ts';

export const eWaitOutBeforeInstall: Invariant = {
  name: 'E-WaitOutBeforeInstall',
  watch: (ledger) => ({
    chosen(epoch) {
      const [holder] = ledger.leases.holdersAt(epoch - 1, ledger.at.timeMicros);
      if (holder === undefined) return;
      const message = `the layout of epoch ${epoch} is decided, and ${ledger.nameOf(holder)} may hold a lease on epoch ${epoch - 1}`;
      ledger.violate('E-WaitOutBeforeInstall', message, [], holder);
    },
  }),
};
