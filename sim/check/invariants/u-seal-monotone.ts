/** U-SealMonotone: the epoch that a unit obeys never goes back while it runs. */
import type { Invariant } from './invariant.ts';

export const uSealMonotone: Invariant = {
  name: 'U-SealMonotone',
  watch: (ledger) => ({
    answered({ unit, status, reply }) {
      if (reply === undefined || status === 'not-ready') return;
      if (reply.epoch >= unit.epochSaid || unit.lives !== unit.epochSaidLife) return;
      const message = `${unit.name} obeys epoch ${reply.epoch}, after it said that it obeys none below ${unit.epochSaid}`;
      ledger.violate('U-SealMonotone', message, [unit.epochSaidStep], unit.id);
    },
  }),
};
