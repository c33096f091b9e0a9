/**
 * A client does one thing at a time. Two calls that overlap are a mistake of whoever recorded them, and a verdict on them would be worth
 * nothing. Reads called at one instant are one read of several things; an operation that never returned is no longer waited for.
 */
import type { Lines } from './lines.ts';

interface Timed {
  readonly client: number;
  readonly call: number;
  readonly return?: number | null;
}

export interface Recorded<Operation extends Timed> {
  readonly operations: readonly Operation[];
  /** The line of each. */
  readonly lineOf: readonly number[];
  readonly isRead: (operation: Operation) => boolean;
}

/** Throws an `InputError` that names the lines of two operations of one client that were open at once. */
export const assertOneAtATime = <Operation extends Timed>(recorded: Recorded<Operation>, lines: Lines): void => {
  const { operations, lineOf, isRead } = recorded;
  const last = new Map<number, number>();
  for (const index of byCall(operations)) {
    const { client, call } = operations[index]!;
    const before = last.get(client);
    const open = before === undefined ? undefined : operations[before]!;
    const end = open?.return ?? -Infinity;
    if (open !== undefined && call < end && !(call === open.call && isRead(open) && isRead(operations[index]!))) {
      const [line, earlier] = [lineOf[index]!, lineOf[before!]!];
      throw lines.errorAt(
        line,
        `client ${client} calls at ${call}, but its operation of line ${earlier} is open until ${end}`,
      );
    }
    // Of reads called together, the one that returns last.
    if (open === undefined || (operations[index]!.return ?? -Infinity) >= end) last.set(client, index);
  }
};

function byCall(operations: readonly Timed[]): Iterable<number> {
  const order = Uint32Array.from(operations.keys());
  const sorted = operations.every((operation, i) => i === 0 || operations[i - 1]!.call <= operation.call);
  return sorted ? order : order.sort((a, b) => operations[a]!.call - operations[b]!.call || a - b);
}
