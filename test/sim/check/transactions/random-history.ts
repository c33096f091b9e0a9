/**
 * Small random histories of transactions: a run of a toy store with snapshots that are now and then too old, recorded as clients
 * would, then most of them spoilt in one or two places. A seed gives the same history everywhere.
 */
import type { ListHistory, RegisterHistory } from '../../../../sim/check/transactions/transaction.ts';
import { Dice } from '../../../support/dice.ts';

interface MicroOperation {
  f: string;
  key: string;
  value: unknown;
}

interface Loose {
  client: number;
  call: number;
  return: number;
  outcome: 'ok' | 'fail' | 'info';
  operations: MicroOperation[];
}

type Workload = 'list-append' | 'rw-register';

export const randomHistory = (seed: number, workload: Workload): Loose[] => {
  const dice = new Dice(seed);
  const count = 2 + dice.below(4);
  const keyCount = 1 + dice.below(3);
  const writePercent = 25 + dice.below(50);
  const stalePercent = dice.chance(50) ? 0 : 40;
  const span = 8 + dice.below(30);
  const written = new Map<string, number>();
  const store = new Map<string, unknown>();
  const snapshots = [new Map(store)];
  const history: Loose[] = [];
  for (let at = 0; at < count; at++) {
    const outcome = dice.chance(25) ? 'info' : dice.chance(8) ? 'fail' : 'ok';
    const effect = outcome === 'ok' || (outcome === 'info' && dice.chance(60));
    const seen = dice.chance(stalePercent) ? snapshots[dice.below(snapshots.length)]! : store;
    const local = new Map(seen);
    const operations: MicroOperation[] = [];
    for (let left = 1 + dice.below(3); left > 0; left--) {
      const key = 'xyz'[dice.below(keyCount)]!;
      if (dice.chance(writePercent)) {
        const value = (written.get(key) ?? 0) + 1;
        written.set(key, value);
        operations.push({ f: workload === 'rw-register' ? 'w' : 'append', key, value });
        local.set(key, workload === 'rw-register' ? value : [...((local.get(key) ?? []) as unknown[]), value]);
        if (effect)
          store.set(key, workload === 'rw-register' ? value : [...((store.get(key) ?? []) as unknown[]), value]);
      } else {
        operations.push({ f: 'r', key, value: local.get(key) ?? (workload === 'rw-register' ? null : []) });
      }
    }
    snapshots.push(new Map(store));
    const middle = ((at + 1) * span) / count;
    const [before, after] = [dice.below(span), dice.below(span)];
    const call = Math.floor(middle - before / (1 + dice.below(4)));
    history.push({
      client: 0,
      call,
      return: Math.max(call + 1, Math.floor(middle + after / (1 + dice.below(4)))),
      outcome,
      operations,
    });
  }
  if (dice.chance(60)) spoil(history, dice, workload);
  if (dice.chance(30)) spoil(history, dice, workload);
  for (let swap = history.length - 1; swap > 0; swap--) {
    const other = dice.below(swap + 1);
    [history[swap], history[other]] = [history[other]!, history[swap]!];
  }
  assignClients(history);
  return history;
};

/** A client does one thing after the other. */
const assignClients = (history: readonly Loose[]): void => {
  const freeAt: number[] = [];
  for (const transaction of history.toSorted((a, b) => a.call - b.call)) {
    const free = freeAt.findIndex((at) => at < transaction.call);
    transaction.client = free === -1 ? freeAt.length : free;
    freeAt[transaction.client] = transaction.return;
  }
};

const spoil = (history: Loose[], dice: Dice, workload: Workload): void => {
  const transaction = history[dice.below(history.length)]!;
  const reads = transaction.operations.filter(({ f }) => f === 'r');
  const read = reads[dice.below(Math.max(1, reads.length))];
  const what = dice.below(10);
  if (what === 0) {
    transaction.outcome = 'fail';
  } else if (what === 1) {
    transaction.call += 20;
    transaction.return += 20;
  } else if (what === 2) {
    transaction.call -= 20;
    transaction.return -= 20;
  } else if (read === undefined) {
    return;
  } else if (workload === 'rw-register') {
    const choice = dice.below(5);
    read.value = choice === 4 ? null : choice;
  } else {
    const list = [...(read.value as unknown[])];
    const at = dice.below(list.length + 1);
    const choice = dice.below(4);
    if (choice === 0) list.splice(at, 0, 1 + dice.below(6));
    else if (choice === 1) list.splice(at, 1);
    else if (choice === 2) list.length = at;
    else list.reverse();
    read.value = list;
  }
};

/** As the checkers take it: without what only a client that got its answer knows. */
export const record = (loose: readonly Loose[]): ListHistory | RegisterHistory =>
  loose.map(({ client, call, return: end, outcome, operations }) => {
    const input = operations.map(({ f, key, value }) => (f === 'r' ? { f, key } : { f, key, value }));
    if (outcome === 'ok') return { client, call, return: end, outcome, input, output: operations };
    return outcome === 'fail' ? { client, call, return: end, outcome, input } : { client, call, outcome, input };
  }) as unknown as ListHistory | RegisterHistory;
