/**
 * Y-RetainedSealed: a unit that stays has said that it obeys the new epoch when its layout is decided. Else a write of the old
 * epoch could land on it after its writer concluded that it was never written. It may have lost its device since.
 */
import { unitsOf } from '../../../src/corfu/layout.ts';
import type { Invariant } from './invariant.ts';

export const yRetainedSealed: Invariant = {
  name: 'Y-RetainedSealed',
  watch: (ledger) => ({
    decided(layout, isNew) {
      const { epoch } = layout;
      if (!isNew) return;
      for (const id of unitsOf(layout)) {
        const unit = ledger.units[id];
        if (unit === undefined || unit.epochSaid >= epoch || unit.epochSaidOnce >= epoch) continue;
        const message = `${unit.name} is in the layout of epoch ${epoch}, which was decided before it said that it obeys that epoch`;
        ledger.violate('Y-RetainedSealed', message, [unit.epochSaidStep], unit.id);
        return;
      }
    },
  }),
};
