/** U-NoResurrect: a position that a unit has said to be trimmed never becomes readable or writable there again. */
import { bitOf } from './calls.ts';
import { NEVER } from './log-cell.ts';
import type { Invariant } from './invariant.ts';
import { treatsAsLive } from './treats-as-live.ts';

export const uNoResurrect: Invariant = {
  name: 'U-NoResurrect',
  watch: (ledger) => ({
    answered(answer) {
      const { unit, call, status, replica } = answer;
      if (replica === undefined || replica.trimSaidStep === NEVER) return;
      if ((call.arrivedTrimmed & bitOf(call, unit.id)) === 0 || !treatsAsLive(answer)) return;
      const message = `${unit.name} answered ${status} for position ${replica.cell.position}, after it said that it is trimmed`;
      ledger.violate('U-NoResurrect', message, [replica.trimSaidStep, call.sentStep], unit.id);
    },
  }),
};
