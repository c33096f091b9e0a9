/**
 * Tries every order in which the operations of a history can have taken effect, one after the other, on a sequential
 * machine. Exponential; meant for at most a dozen operations. It shares nothing with the checker, which it judges.
 */
import type { LogHistory } from '../../../model/history.ts';
import type { Reading } from './reading.ts';

/** What of an operation is past. */
export interface Clock {
  /** Whether it was called and may still do something: it has not returned, or its client does not know what it does. */
  isOpen(operation: number): boolean;
  isCalled(operation: number): boolean;
}

/** States are plain data, never changed: equal states print equal JSON. */
export interface Machine<State> {
  readonly initial: State;
  /** Gives every observation that changes nothing its answer, if it can have it now: it can only be too late. */
  settle(state: State, clock: Clock): State;
  /** Everything that can happen next and changes something. */
  steps(state: State, clock: Clock): Iterable<State>;
  /** Whether `operation` has all the effects and answers that it had when it returned. */
  isDone(state: State, operation: number): boolean;
}

/** An operation that may take effect long after its client stopped waiting. */
const isLasting = ({ op, return: end, out }: LogHistory[number]): boolean =>
  end === null || out === 'unknown' || (op === 'append' && out !== 'ok') || (op === 'fill' && out === 'failed');

/** What may have been looked at before the call, where answers are serializable. */
const isOfThePast = ({ op, out }: LogHistory[number]): boolean =>
  op === 'tail' || ((op === 'read' || op === 'fill') && out === 'unwritten');

export const hasLegalOrder = <State>(
  history: LogHistory,
  machine: Machine<State>,
  { serializable }: Pick<Reading, 'serializable'>,
): boolean => {
  const events = history.flatMap((op, operation) => [
    { at: op.call, operation, isReturn: false },
    ...(op.return === null ? [] : [{ at: op.return, operation, isReturn: true }]),
  ]);
  // Intervals are closed: what is called at the instant of a return overlaps it.
  events.sort((a, b) => (a.at === b.at ? Number(a.isReturn) - Number(b.isReturn) : a.at < b.at ? -1 : 1));
  const calls = history.map((op, index) =>
    serializable && isOfThePast(op) ? -1 : events.findIndex((e) => e.operation === index && !e.isReturn),
  );
  const returns = history.map((op, index) =>
    isLasting(op) ? Infinity : events.findIndex((e) => e.operation === index && e.isReturn),
  );
  const clocks = [...events.keys(), events.length].map((now) => ({
    isOpen: (operation: number) => calls[operation]! < now && returns[operation]! >= now,
    isCalled: (operation: number) => calls[operation]! < now,
  }));

  const dead = new Set<string>();
  const search = (from: State, now: number): boolean => {
    const state = machine.settle(from, clocks[now]!);
    if (now === events.length) return true;
    const key = `${now} ${JSON.stringify(state)}`;
    if (dead.has(key)) return false;
    const { operation, isReturn } = events[now]!;
    if ((!isReturn || machine.isDone(state, operation)) && search(state, now + 1)) return true;
    for (const next of machine.steps(state, clocks[now]!)) if (search(next, now)) return true;
    dead.add(key);
    return false;
  };
  return search(machine.initial, 0);
};
