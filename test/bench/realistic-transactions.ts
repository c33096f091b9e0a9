/**
 * Histories of transactions as a correct store gives them: clients in closed loops, every transaction at one instant of its interval.
 * Each key is written a hundred times and then makes room for a new one, as Elle's generators do it.
 */
import type { ListHistory, RegisterHistory } from '../../sim/check/transactions/transaction.ts';
import type { Value } from '../../sim/model/history.ts';

const microOperationCount = 4;
const activeKeyCount = 100;
const writesPerKey = 100;

/** Half of the micro-operations read; one transaction of fifty never returns. */
export const realisticTransactions = <W extends 'list-append' | 'rw-register'>(
  workload: W,
  clientCount: number,
  count: number,
): W extends 'list-append' ? ListHistory : RegisterHistory => {
  let state = 7;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
  const keys = Array.from({ length: activeKeyCount }, (_, key) => key);
  const written = new Map<number, number>();
  const lists = new Map<number, Value[]>();
  const freeAt = new Float64Array(clientCount);
  const history: unknown[] = [];
  let [now, nextKey] = [0, activeKeyCount];
  for (let index = 0; index < count; index++) {
    now += 1;
    const client = below(clientCount);
    const call = Math.max(freeAt[client]! + 0.1, now - clientCount * 0.8 * (below(1000) / 1000));
    const end = now + 0.5 + clientCount * 0.8 * (below(1000) / 1000);
    freeAt[client] = end;
    const output = Array.from({ length: microOperationCount }, () => {
      const slot = below(activeKeyCount);
      const key = keys[slot]!;
      const list = lists.get(key) ?? [];
      if (below(2) === 0)
        return { f: 'r', key, value: workload === 'list-append' ? list.slice() : (list.at(-1) ?? null) };
      const value = (written.get(key) ?? 0) + 1;
      written.set(key, value);
      list.push(value);
      lists.set(key, list);
      if (value === writesPerKey) keys[slot] = nextKey++;
      return { f: workload === 'list-append' ? 'append' : 'w', key, value };
    });
    const input = output.map(({ f, key, value }) => (f === 'r' ? { f, key } : { f, key, value }));
    if (call >= now + 0.5) {
      // Its client was busy until after its instant: then it is one more client.
      history.push({ client: clientCount + index, outcome: 'ok', input, output, call: now - 0.1, return: end });
    } else if (below(50) === 0) {
      history.push({ client: clientCount + index, outcome: 'info', input, call });
    } else {
      history.push({ client, outcome: 'ok', input, output, call, return: end });
    }
  }
  return history as unknown as W extends 'list-append' ? ListHistory : RegisterHistory;
};
