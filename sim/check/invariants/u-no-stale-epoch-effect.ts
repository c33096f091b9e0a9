/**
 * U-NoStaleEpochEffect: once a unit has said that an epoch is over, a request from it is refused, and once the seal is
 * acknowledged, nothing written in that epoch becomes durable any more, also not what was under way.
 */
import { bitOf } from './calls.ts';
import type { Invariant } from './invariant.ts';

export const uNoStaleEpochEffect: Invariant = {
  name: 'U-NoStaleEpochEffect',
  watch: (ledger) => ({
    answered({ unit, call, status }) {
      if ((call.arrivedStale & bitOf(call, unit.id)) === 0 || status === 'sealed' || status === 'not-ready') return;
      const message = `${unit.name} answered ${status} to a request of epoch ${call.epoch}, although it obeys none below ${unit.epochSaid}`;
      ledger.violate('U-NoStaleEpochEffect', message, [unit.epochSaidStep, call.sentStep], unit.id);
    },
    stored(replica, content) {
      const { unit, cell, contentEpoch, contentStep } = replica;
      if (contentStep !== ledger.at.step || contentEpoch >= unit.sealedEpoch) return;
      const message = `${unit.name} stored ${content.name} of epoch ${contentEpoch} at position ${cell.position} after its seal for epoch ${unit.sealedEpoch}`;
      ledger.violate('U-NoStaleEpochEffect', message, [unit.sealedStep], unit.id);
    },
  }),
};
