/**
 * U-HwmCovers: the highest position that a unit reports is at least every position it has acknowledged: those before the
 * question arrived, and for a seal, which ends what went before, all of them for ever.
 */
import type { Invariant } from './invariant.ts';

export const uHwmCovers: Invariant = {
  name: 'U-HwmCovers',
  watch: (ledger) => ({
    answered({ unit, call, status, reply, replica, said }) {
      if (status !== 'ok' && status !== 'passed') return;
      const isSeal = call.kind === 'unit/seal';
      if ((isSeal || call.kind === 'unit/tail') && reply?.hwm !== undefined) {
        // A unit that was wiped since the question arrived has said nothing.
        const least = isSeal ? unit.highestSaid : Math.min(call.highestBefore, unit.highestSaid);
        if (reply.hwm >= least) return;
        const message = `${unit.name} reports ${reply.hwm} as its highest position, after it answered for position ${least}`;
        ledger.violate('U-HwmCovers', message, [unit.highestSaidStep], unit.id);
      } else if (replica !== undefined && said !== undefined && call.epoch < unit.sealedEpoch) {
        const { position } = replica.cell;
        if (position <= unit.sealedHwm) return;
        const sealed = `its seal for epoch ${unit.sealedEpoch} reported ${unit.sealedHwm} as the highest`;
        const message = `${unit.name} acknowledged ${said.name} at position ${position} in epoch ${call.epoch}; ${sealed}`;
        ledger.violate('U-HwmCovers', message, [unit.sealedStep], unit.id);
      }
    },
  }),
};
