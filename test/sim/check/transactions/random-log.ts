/**
 * Random logs of transactions: a toy of the commit rule with views that lag behind, hosts that report and clients that give up. A seed
 * gives the same log everywhere.
 */
import type {
  LoggedRead,
  LoggedTransaction,
  LoggedWrite,
  TransactionLog,
} from '../../../../sim/check/transactions/logged-transaction.ts';
import type { Key } from '../../../../sim/check/transactions/transaction.ts';
import type { Value } from '../../../../sim/model/history.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? Mutable<I>[] : T[K] };

export const randomLog = (
  seed: number,
): { readonly log: TransactionLog; readonly below: (count: number) => number } => {
  let state = (seed * 2654435761) >>> 0;
  const below = (count: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 4294967296) * count);
  };
  const isList = seed % 2 === 0;
  /** By object, its committed values with their positions. */
  const committed = new Map<Key, { position: number; value: Value }[]>();
  const viewOf = (object: Key, before: number) =>
    (committed.get(object) ?? []).filter(({ position }) => position < before);
  const transactions: LoggedTransaction[] = [];
  const decisions: TransactionLog['decisions'][number][] = [];
  const applied = new Map<Key, number[]>();
  let [position, nextValue] = [0, 1];
  const count = 3 + below(6);
  for (let at = 0; at < count; at++) {
    position += below(2);
    const view = Math.max(0, position - below(3));
    const operations: (LoggedRead | LoggedWrite)[] = [];
    for (let left = 1 + below(3); left > 0; left--) {
      const object = 'xyz'[below(3)]!;
      if (below(2) === 0) {
        operations.push({ f: isList ? 'append' : 'w', object, key: null, value: nextValue++ });
        continue;
      }
      const own = operations.flatMap((one) => (one.f !== 'r' && one.object === object ? [one.value] : []));
      const seen = viewOf(object, view);
      const all = [...seen.map(({ value }) => value), ...own];
      operations.push({
        f: 'r',
        object,
        key: null,
        version: seen.at(-1)?.position ?? -1,
        value: isList ? all : (all.at(-1) ?? null),
      });
    }
    const reads = operations.filter((one) => one.f === 'r');
    const writes = operations.filter((one) => one.f !== 'r');
    const isVoid = below(12) === 0;
    const commits =
      !isVoid && reads.every(({ object, version }) => (viewOf(object, position).at(-1)?.position ?? -1) <= version);
    const isLost = writes.length > 0 && below(10) === 0;
    const record =
      writes.length === 0 || isLost
        ? null
        : {
            position,
            reads: reads.map(({ object, key, version }) => ({ object, key, version })),
            writes: writes.map(({ object, key }) => ({ object, key })),
            isVoid,
          };
    const isKnown = !isLost && below(6) > 0;
    const outcome = !isKnown ? 'info' : commits || (record === null && commits) ? 'ok' : 'fail';
    const call = at * 10 - below(25);
    transactions.push({
      client: at,
      call,
      return: isKnown ? at * 10 + 1 + below(25) : null,
      outcome,
      operations,
      record,
    });
    if (record === null) continue;
    for (let host = 0; host < 2; host++) decisions.push({ host: `host ${host}`, position, committed: commits });
    if (commits) {
      for (const { object, value } of writes) {
        if (!committed.has(object)) committed.set(object, []);
        committed.get(object)!.push({ position, value });
      }
      for (const object of new Set(writes.map((one) => one.object))) {
        if (!applied.has(object)) applied.set(object, []);
        applied.get(object)!.push(position);
      }
    }
    position += 1;
  }
  const playbacks = [...applied].map(([object, positions]) => ({ host: 'host 0', object, positions }));
  return { log: { transactions, decisions, playbacks }, below };
};

/** Changes one thing that a host, a client or the log says. */
export const spoil = (log: TransactionLog, below: (count: number) => number): TransactionLog => {
  const copy = structuredClone(log) as Mutable<TransactionLog>;
  const one = copy.transactions[below(copy.transactions.length)]!;
  const read = one.operations.find(({ f }) => f === 'r') as Mutable<LoggedRead> | undefined;
  switch (below(8)) {
    case 0:
      one.call += 30;
      if (one.return !== null) one.return += 30;
      break;
    case 1:
      one.call -= 30;
      if (one.return !== null) one.return -= 30;
      break;
    case 2:
      if (read !== undefined) read.version = below(8) - 1;
      break;
    case 3:
      if (read !== undefined) read.value = Array.isArray(read.value) ? read.value.slice(1) : 1 + below(5);
      break;
    case 4:
      if (one.record !== null) one.record = { ...one.record, reads: one.record.reads.slice(1) };
      break;
    case 5:
      if (one.return !== null) one.outcome = one.outcome === 'ok' ? 'fail' : 'ok';
      break;
    case 6: {
      const decision = copy.decisions[below(Math.max(1, copy.decisions.length))];
      if (decision !== undefined) decision.committed = !decision.committed;
      break;
    }
    default: {
      const playback = copy.playbacks[below(Math.max(1, copy.playbacks.length))];
      playback?.positions.splice(below(playback.positions.length + 1), 1, below(8));
    }
  }
  return copy;
};
