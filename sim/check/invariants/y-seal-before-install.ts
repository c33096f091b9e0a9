/**
 * Y-SealBeforeInstall: when a layout is decided, one unit at least of every chain of the layout before has said that it obeys that
 * layout's epoch no more, so that no append of it completes from then on. Units whose device was replaced are excused: they
 * have said that they know nothing.
 */
import type { Invariant } from './invariant.ts';

export const ySealBeforeInstall: Invariant = {
  name: 'Y-SealBeforeInstall',
  watch: (ledger) => ({
    decided(layout, isNew) {
      const { epoch } = layout;
      const before = ledger.layouts.at(epoch - 1);
      if (before === undefined || !isNew) return;
      for (const { stripes } of before.segments) {
        for (const chain of stripes) {
          const units = chain.map((id) => ledger.units[id]);
          if (units.some((unit) => unit !== undefined && (unit.replaced || unit.epochSaid >= epoch))) continue;
          const names = chain.map((id) => ledger.nameOf(id)).join(', ');
          const message = `the layout of epoch ${epoch} is decided, and no unit of the chain ${names} was sealed for it`;
          ledger.violate('Y-SealBeforeInstall', message, []);
          return;
        }
      }
    },
  }),
};
