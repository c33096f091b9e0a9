/** U-SealDurable: the epoch that a unit obeys survives its crashes. */
import type { Invariant } from './invariant.ts';

export const uSealDurable: Invariant = {
  name: 'U-SealDurable',
  watch: (ledger) => ({
    answered({ unit, status, reply }) {
      if (reply === undefined || status === 'not-ready') return;
      if (reply.epoch >= unit.epochSaid || unit.lives === unit.epochSaidLife) return;
      const before = `before it restarted it said that it obeys none below ${unit.epochSaid}`;
      const message = `${unit.name} obeys epoch ${reply.epoch}; ${before}`;
      ledger.violate('U-SealDurable', message, [unit.epochSaidStep], unit.id);
    },
  }),
};
