/**
 * U-TrimMonotone: the prefix mark of a unit never goes back, also not over a crash. Judged on the marks it tells, and on its
 * answers about positions below a mark that it had told before the question arrived.
 */
import { bitOf } from './calls.ts';
import type { Invariant } from './invariant.ts';
import { treatsAsLive } from './treats-as-live.ts';

export const uTrimMonotone: Invariant = {
  name: 'U-TrimMonotone',
  watch: (ledger) => ({
    answered(answer) {
      const { unit, call, status, reply, replica } = answer;
      const bit = bitOf(call, unit.id);
      // A unit that was wiped since the question arrived has said nothing.
      const least = Math.min(call.markBefore, unit.prefixSaid);
      if (reply?.upTo !== undefined && reply.upTo < least && (call.arrivedAgain & bit) === 0) {
        const message = `${unit.name} says that it is trimmed up to ${reply.upTo}, after it said up to ${least}`;
        ledger.violate('U-TrimMonotone', message, [unit.prefixSaidStep], unit.id);
      }
      if (replica !== undefined && (call.arrivedBelowMark & bit) !== 0 && treatsAsLive(answer)) {
        const position = `position ${replica.cell.position}`;
        const message = `${unit.name} answered ${status} for ${position}, after it said that it is trimmed up to ${unit.prefixSaid}`;
        ledger.violate('U-TrimMonotone', message, [unit.prefixSaidStep, call.sentStep], unit.id);
      }
    },
  }),
};
