/**
 * U-NoFalseUnwritten: a position that a unit has said to hold an entry is never reported unwritten by it, whatever happened to
 * the record since: what is destroyed is `corrupt`. A read that arrived before the unit said so may still be answered.
 */
import { bitOf } from './calls.ts';
import type { Invariant } from './invariant.ts';

export const uNoFalseUnwritten: Invariant = {
  name: 'U-NoFalseUnwritten',
  watch: (ledger) => ({
    answered({ unit, call, status, replica }) {
      if (status !== 'unwritten' || replica?.said === undefined) return;
      const bit = bitOf(call, unit.id);
      // What is trimmed is judged by U-TrimMonotone and U-NoResurrect.
      if ((call.arrivedDecided & bit) === 0 || ((call.arrivedTrimmed | call.arrivedBelowMark) & bit) !== 0) return;
      const message = `${unit.name} answered unwritten for position ${replica.cell.position}, after it said that it holds ${replica.said.name}`;
      ledger.violate('U-NoFalseUnwritten', message, [replica.saidStep, call.sentStep], unit.id);
    },
  }),
};
