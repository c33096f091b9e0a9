/**
 * How long the two phases of a run may last, in virtual time. Both are bounds and not lengths: the first phase ends with the workload,
 * the second when nothing is owed any more.
 */
import type { Plan } from '../model/plan.ts';

/** An operation that finds nobody gives up within about so many timeouts. */
const TIMEOUTS_PER_OPERATION = 200;
/** For what is owed: many times what it takes to notice, replace and retry, so that who has not made it is not about to. */
const TIMEOUTS_OWED = 4_000;

/** When faults stop, at the latest: every client has had the time for all that it was to do. */
export function safetyMicrosMax({ system, clients }: Plan): number {
  const patienceMicros = TIMEOUTS_PER_OPERATION * system.timeoutMicros;
  const times = clients.map((operations) =>
    operations.reduce((sum, { thinkMicros }) => sum + thinkMicros + patienceMicros, patienceMicros),
  );
  return Math.max(...times, 0);
}

/** How long after that everything owed may take. A unit that is rebuilt copies every position, each within a timeout. */
export function livenessMicrosMax({ system, clients }: Plan): number {
  const positions = clients.reduce((sum, operations) => sum + operations.length, 0);
  return (TIMEOUTS_OWED + positions) * system.timeoutMicros;
}
