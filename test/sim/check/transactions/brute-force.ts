/**
 * The oracle: tries every order of transactions on a sequential store, and under snapshot isolation every order of snapshots and
 * commits. Written from the levels alone, it shares nothing with the checkers. Exponential; meant for a handful of transactions.
 */
import type { Isolation } from '../../../../sim/check/transactions/isolation.ts';
import type { ListHistory, RegisterHistory } from '../../../../sim/check/transactions/transaction.ts';

type AnyHistory = ListHistory | RegisterHistory;
type Transaction = AnyHistory[number];
type Store = ReadonlyMap<string | number, unknown>;

/** The store after the transaction ran on `store`; null if it would have seen something else. */
const execute = (transaction: Transaction, store: Store): Store | null => {
  const after = new Map(store);
  for (const operation of transaction.outcome === 'ok' ? transaction.output : transaction.input) {
    const { key } = operation;
    if (operation.f === 'append') after.set(key, [...((after.get(key) ?? []) as unknown[]), operation.value]);
    else if (operation.f === 'w') after.set(key, operation.value);
    else if ('value' in operation) {
      const empty = Array.isArray(operation.value) ? [] : null;
      if (JSON.stringify(after.get(key) ?? empty) !== JSON.stringify(operation.value)) return null;
    }
  }
  return after;
};

export const isLegal = (history: AnyHistory, isolation: Isolation): boolean => {
  const alive = [...history.keys()].filter((index) => history[index]!.outcome !== 'fail');
  const needed = alive.filter((index) => history[index]!.outcome === 'ok');
  const mustPrecede = (a: number, b: number): boolean => {
    const [first, second] = [history[a]!, history[b]!];
    if (first.outcome !== 'ok' || first.return >= second.call) return false;
    if (isolation === 'strict-serializable') return true;
    return isolation === 'strong-session-serializable' && first.client === second.client;
  };

  const serial = (done: readonly number[], store: Store): boolean => {
    if (needed.every((index) => done.includes(index))) return true;
    for (const index of alive) {
      if (done.includes(index)) continue;
      if (alive.some((other) => !done.includes(other) && mustPrecede(other, index))) continue;
      const after = execute(history[index]!, store);
      if (after !== null && serial([...done, index], after)) return true;
    }
    return false;
  };

  interface Open {
    readonly index: number;
    readonly snapshot: Store;
    readonly written: readonly (string | number)[];
  }
  const writes = (index: number) => history[index]!.input.filter(({ f }) => f !== 'r').map(({ key }) => key);
  const failed = new Set<string>();
  const texts = (items: Iterable<unknown>): string[] => [...items].map((item) => JSON.stringify(item)).sort();
  const snapshots = (done: readonly number[], open: readonly Open[], store: Store): boolean => {
    // States met before; what was written and what was seen is all that matters.
    const state = JSON.stringify([
      done.toSorted((a, b) => a - b),
      open.map((one) => JSON.stringify([one.index, texts(one.snapshot), texts(one.written)])).sort(),
      texts(store),
    ]);
    if (failed.has(state)) return false;
    failed.add(state);
    if (needed.every((index) => done.includes(index))) return true;
    for (const { index, snapshot, written } of open) {
      if (writes(index).some((key) => written.includes(key))) continue;
      const after = execute(history[index]!, snapshot)!;
      const merged = new Map(store);
      for (const key of writes(index)) merged.set(key, after.get(key));
      const others = open
        .filter((other) => other.index !== index)
        .map((other) => ({ ...other, written: [...other.written, ...writes(index)] }));
      if (snapshots([...done, index], others, merged)) return true;
    }
    for (const index of alive) {
      if (done.includes(index) || open.some((other) => other.index === index)) continue;
      if (execute(history[index]!, store) === null) continue;
      if (snapshots(done, [...open, { index, snapshot: store, written: [] }], store)) return true;
    }
    return false;
  };
  return isolation === 'snapshot-isolation' ? snapshots([], [], new Map()) : serial([], new Map());
};

/** The history in which only `kept` are known: every write of the others that they saw happened alone, at some time or never. */
export const forgetting = (history: AnyHistory, kept: readonly number[]): AnyHistory => {
  const seen = kept.flatMap((index) => {
    const transaction = history[index]!;
    if (transaction.outcome !== 'ok') return [];
    return transaction.output.flatMap((operation) =>
      operation.f === 'r' && 'value' in operation
        ? [operation.value].flat().map((value) => JSON.stringify([operation.key, value]))
        : [],
    );
  });
  return history.flatMap((transaction, index): Transaction[] => {
    if (kept.includes(index)) return [transaction];
    return transaction.input
      .filter(
        (operation) =>
          operation.f !== 'r' &&
          'value' in operation &&
          seen.includes(JSON.stringify([operation.key, operation.value])),
      )
      .map((operation, at) => ({
        client: 1000 + index * 100 + at,
        outcome: 'info',
        input: [operation],
        call: -Infinity,
      })) as Transaction[];
  }) as AnyHistory;
};
