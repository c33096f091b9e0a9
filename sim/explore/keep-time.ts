/**
 * Removes operations from a plan and keeps the others where they were in time. Faults are anchored to times and to numbers of
 * messages; if a client simply went on faster, what is left would meet other faults than before. So the client thinks
 * for as long as it was busy with what was removed.
 */
import type { PlannedOperation } from '../model/plan.ts';

/** An operation of a plan, with the client that it belongs to and when the last run began it. */
export interface TimedOperation {
  readonly client: number;
  readonly operation: PlannedOperation;
  /** When the client was free to think about it, and when it began, in virtual microseconds. */
  readonly freeMicros: number;
  readonly startMicros: number;
}

/** The operations that a run began, client by client. What it never began cannot have mattered. */
export function timedOperations(
  clients: readonly (readonly PlannedOperation[])[],
  startsMicros: readonly (readonly number[])[],
): readonly TimedOperation[] {
  return clients.flatMap((operations, client) =>
    operations.slice(0, startsMicros[client]?.length ?? 0).map((operation, index) => {
      const startMicros = startsMicros[client]?.[index] ?? 0;
      return { client, operation, startMicros, freeMicros: startMicros - operation.thinkMicros };
    }),
  );
}

/** The plans of `count` clients with only the operations `kept`, which are some of `all`, in their order. */
export function clientsOf(
  kept: readonly TimedOperation[],
  all: readonly TimedOperation[],
  count: number,
): PlannedOperation[][] {
  const keptSet = new Set(kept);
  const clients: PlannedOperation[][] = Array.from({ length: count }, () => []);
  /** When each client became free after the last operation that it keeps. */
  const freeSince: (number | undefined)[] = [];
  for (const timed of all) {
    const { client, operation, startMicros, freeMicros } = timed;
    freeSince[client] ??= freeMicros;
    if (!keptSet.has(timed)) continue;
    const thinkMicros = Math.max(0, startMicros - freeSince[client]);
    clients[client]?.push({ ...operation, thinkMicros });
    freeSince[client] = undefined;
  }
  return clients;
}
