/**
 * Judges the proof of legality: executes the transactions one by one in the order given and says what is wrong, or null. It shares
 * no code with the checkers on purpose and is short enough to be read in one go.
 */
import type { Value } from '../../model/history.ts';
import type { Isolation } from './isolation.ts';
import type { Key, ListHistory, RegisterHistory } from './transaction.ts';

type State = Map<Key, readonly Value[] | Value>;

const same = (a: readonly Value[] | Value | null, b: readonly Value[] | Value | null): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((value, at) => value === b[at]) : a === b;

export const verifyOrder = (
  history: ListHistory | RegisterHistory,
  order: readonly number[],
  isolation: Isolation,
): string | null => {
  const committed: State = new Map();
  const commits = new Map<Key, number>();
  const open = new Map<number, { readonly writes: State; readonly start: number }>();
  const ended = new Set<number>();
  const lastCall = new Map<number, number>();
  const isSnapshot = isolation === 'snapshot-isolation';
  for (const [at, index] of order.entries()) {
    const transaction = history[index]!;
    const wrong = (what: string): string => `#${index}, at ${at} of the order: ${what}`;
    if (ended.has(index)) return wrong('committed twice');
    if (transaction.outcome === 'fail') return wrong('aborted');
    if (!open.has(index)) {
      const writes: State = new Map();
      for (const operation of transaction.outcome === 'ok' ? transaction.output : transaction.input) {
        const { key } = operation;
        const now = writes.get(key) ?? committed.get(key) ?? null;
        if (operation.f === 'append') writes.set(key, [...((now ?? []) as readonly Value[]), operation.value]);
        else if (operation.f === 'w') writes.set(key, operation.value);
        else if (transaction.outcome === 'ok' && 'value' in operation) {
          const expected = now ?? (Array.isArray(operation.value) ? [] : null);
          if (!same(operation.value as Value, expected))
            return wrong(`read ${JSON.stringify(operation)}, not ${JSON.stringify(now)}`);
        }
      }
      open.set(index, { writes, start: at });
      if (isSnapshot) continue;
    }
    const { writes, start } = open.get(index)!;
    for (const [key, value] of writes) {
      if ((commits.get(key) ?? -1) > start)
        return wrong(`${JSON.stringify(key)} was written between snapshot and commit`);
      committed.set(key, value);
      commits.set(key, at);
    }
    ended.add(index);
    // Whoever stands before it must not have been called only after it had returned.
    const session = isolation === 'strict-serializable' ? 0 : transaction.client;
    const latest = lastCall.get(session) ?? -Infinity;
    const isTimed = isolation === 'strict-serializable' || isolation === 'strong-session-serializable';
    if (isTimed && transaction.outcome === 'ok' && transaction.return < latest)
      return wrong('returned before one that stands before it was called');
    lastCall.set(session, Math.max(latest, transaction.call));
  }
  const missing = history.findIndex(({ outcome }, index) => outcome === 'ok' && !ended.has(index));
  return missing === -1 ? null : `#${missing} is not in the order`;
};
