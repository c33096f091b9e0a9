/**
 * How long the monitors take: `node test/bench/check-monitors.ts [operations...]`. CPU seconds of the verdict and its proof, for legal
 * histories and for the same with one mistake in their last tenth; the best of three, and the memory of the process.
 */
import type { HistoryVerdict } from '../../sim/check/verdict.ts';
import type { AnyOperation } from '../../sim/check/objects/model.ts';
import type { KeyValueOperation } from '../../sim/check/objects/operations/key-value.ts';
import type { PriorityQueueOperation } from '../../sim/check/objects/operations/priority-queue.ts';
import type { QueueOperation } from '../../sim/check/objects/operations/queue.ts';
import type { RegisterOperation } from '../../sim/check/objects/operations/register.ts';
import type { SetOperation } from '../../sim/check/objects/operations/set.ts';
import type { StackOperation } from '../../sim/check/objects/operations/stack.ts';
import type { Value } from '../../sim/check/objects/operations/value.ts';
import type { ContainerOperation } from '../../sim/check/objects/monitors/elements.ts';
import { monitorKeyValue } from '../../sim/check/objects/monitors/key-value.ts';
import { monitorPriorityQueue } from '../../sim/check/objects/monitors/priority-queue.ts';
import { monitorQueue } from '../../sim/check/objects/monitors/queue.ts';
import { monitorRegister } from '../../sim/check/objects/monitors/register.ts';
import { monitorSet } from '../../sim/check/objects/monitors/set.ts';
import { monitorStack } from '../../sim/check/objects/monitors/stack.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { type Machine, objectHistory } from './object-history.ts';

interface Contender<Op extends AnyOperation> {
  readonly name: string;
  readonly machine: () => Machine<Op>;
  readonly monitor: (history: readonly Op[]) => HistoryVerdict | undefined;
}

const run = <Op extends AnyOperation>({ name, machine, monitor }: Contender<Op>, sizes: readonly number[]): void => {
  for (const clients of [10, 100]) {
    for (const count of sizes) {
      const history = objectHistory(machine(), clients, count);
      const legal = best(() => {
        const verdict = monitor(history);
        if (verdict?.verdict !== 'ok') throw new Error(`${name}: the history is legal`);
        return String(verdict.witness.length);
      });
      const wrong = objectHistory(machine(), clients, count, count * 0.9);
      const illegal = best(() => {
        const verdict = monitor(wrong);
        if (verdict?.verdict !== 'illegal') throw new Error(`${name}: the history is illegal`);
        return `${verdict.rule} (${verdict.operations.length})`;
      });
      const cells = [name, clients, count, legal.seconds.toFixed(3), illegal.seconds.toFixed(3), illegal.result, rss()];
      console.log(cells.map((cell, column) => String(cell).padEnd([16, 9, 12, 9, 10, 26, 0][column]!)).join(''));
    }
  }
};

const best = (work: () => string): { readonly seconds: number; readonly result: string } => {
  let seconds = Infinity;
  let result = '';
  for (let time = 0; time < 3; time++) {
    seconds = Math.min(
      seconds,
      cpuSeconds(() => {
        result = work();
      }),
    );
  }
  return { seconds, result };
};

const rss = (): number => Math.round(process.memoryUsage().rss / 1e6);

const registerMachine = (): Machine<RegisterOperation> => {
  const values: Value[] = [''];
  return {
    input: (dice, fresh) => (dice.chance(50) ? { op: 'read' } : { op: 'write', value: fresh }),
    apply(input) {
      if (input.op === 'write') values.push(input.value);
      return input.op === 'read' ? values.at(-1) : undefined;
    },
    // A value that was overwritten long ago.
    mistake: ({ op }) => (op === 'read' ? { output: values.at(-500) } : null),
  };
};

const keyValueMachine = (): Machine<KeyValueOperation> => {
  let state = '';
  let old = '';
  return {
    input(dice, fresh) {
      if (dice.chance(50)) return { op: 'get', key: 'k' };
      return { op: dice.chance(1) ? 'put' : 'append', key: 'k', value: `${fresh},` };
    },
    apply(input) {
      if (input.op === 'get') return state;
      if (input.op === 'put') old = state;
      state = input.op === 'put' ? input.value : state + input.value;
      return undefined;
    },
    mistake: ({ op }) => (op === 'get' && state.length > 300 ? { output: old } : null),
  };
};

const setMachine = (): Machine<SetOperation> => {
  const state = new Set<Value>();
  const removed = new Set<Value>();
  let recent = 1;
  return {
    input(dice, fresh) {
      if (dice.chance(25)) return { op: 'add', value: (recent = fresh) };
      const value = Math.max(0, recent - dice.below(500));
      return dice.chance(20) ? { op: 'remove', value } : { op: 'contains', value };
    },
    apply(input) {
      if (input.op === 'read') return [...state];
      const found = state.has(input.value);
      if (input.op === 'add') state.add(input.value);
      if (input.op === 'remove' && state.delete(input.value)) removed.add(input.value);
      return input.op === 'add' ? !found : found;
    },
    // An element that was removed is found again.
    mistake: (input) => (input.op === 'contains' && removed.has(input.value) ? { output: true } : null),
  };
};

/** About 50 values are in at a time, and now and then none is. */
const removes = (state: readonly unknown[]): number => Math.min(80, 40 + state.length / 5);

/** How many values must be in for a mistake: so many that not all of those in the way go in or come out at the same time. */
const crowd = 45;

/** What goes in and out of a list; `mistake` takes out a value that is not next, or loses one. */
const containerMachine = <Op extends ContainerOperation>(
  insert: string,
  remove: string,
  valueOf: (fresh: number) => number,
  put: (state: number[], value: number) => void,
  take: (state: number[]) => number | undefined,
  mistake: (state: number[]) => number | undefined,
): Machine<Op> => {
  const state: number[] = [];
  return {
    input: (dice, fresh) =>
      (dice.chance(removes(state)) ? { op: remove } : { op: insert, value: valueOf(fresh) }) as Op['input'],
    apply: (input) => ('value' in input ? put(state, input.value as number) : take(state)),
    mistake: (input) => ('value' in input || state.length < crowd ? null : { output: mistake(state) }),
  };
};

const append = (state: number[], value: number): void => void state.push(value);
const takeFirst = (state: number[]): number | undefined => state.shift();
const takeLast = (state: number[]): number | undefined => state.pop();

const queueMachine = (): Machine<QueueOperation> =>
  containerMachine(
    'enqueue',
    'dequeue',
    (fresh) => fresh,
    append,
    takeFirst,
    (state) => {
      takeFirst(state);
      return takeFirst(state);
    },
  );

const stackMachine = (): Machine<StackOperation> =>
  containerMachine('push', 'pop', (fresh) => fresh, append, takeLast, takeFirst);

const priorityQueueMachine = (): Machine<PriorityQueueOperation> =>
  containerMachine(
    'insert',
    'deleteMin',
    // A permutation of the numbers, so that priorities do not ascend with time.
    (fresh) => (fresh * 7919) % 10_000_019,
    (state, value) => {
      const at = state.findIndex((other) => other > value);
      state.splice(at === -1 ? state.length : at, 0, value);
    },
    takeFirst,
    takeLast,
  );

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 100_000, 1_000_000];
console.log('object          clients  operations  ok s     illegal s rule (operations)         rss MB');
run({ name: 'register', machine: registerMachine, monitor: (history) => monitorRegister(history) }, sizes);
// What the gets of a million operations return takes more memory than judging it.
const shortSizes = sizes.filter((size) => size <= 100_000);
run({ name: 'key-value', machine: keyValueMachine, monitor: (history) => monitorKeyValue(history) }, shortSizes);
run({ name: 'set', machine: setMachine, monitor: (history) => monitorSet(history) }, sizes);
run({ name: 'queue', machine: queueMachine, monitor: (history) => monitorQueue(history) }, sizes);
run({ name: 'stack', machine: stackMachine, monitor: (history) => monitorStack(history) }, sizes);
run(
  { name: 'priority queue', machine: priorityQueueMachine, monitor: (history) => monitorPriorityQueue(history) },
  sizes,
);
