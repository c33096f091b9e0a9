/** U-ChecksumGate: a unit returns no payload but the one that was written under that identity at that position. */
import type { Invariant } from './invariant.ts';

export const uChecksumGate: Invariant = {
  name: 'U-ChecksumGate',
  watch: (ledger) => ({
    answered({ unit, status, replica, said }) {
      if (status !== 'data' || replica === undefined || said === undefined || said.asked) return;
      const { position } = replica.cell;
      const message = `${unit.name} returned a payload for ${said.name} at position ${position} that nobody wrote there`;
      ledger.violate('U-ChecksumGate', message, [replica.contentStep], unit.id);
    },
  }),
};
