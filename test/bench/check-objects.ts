/**
 * How long verdicts on objects take, in CPU seconds: `node --conditions=corfuzz-source test/bench/check-objects.ts`. Large histories of
 * closed-loop clients, right and with one stale read; and many of 80 operations of which up to 20 never returned, right and wrong.
 */
import { checkHistory } from '../../sim/check/check-history.ts';
import { Dice } from '../support/dice.ts';
import { historyOf } from '../sim/check/objects/random-history.ts';
import { toys } from '../sim/check/objects/toys.ts';
import type { AnyOperation, Model } from '../../sim/check/objects/model.ts';
import { keyValue } from '../../sim/check/objects/models/key-value.ts';
import { register } from '../../sim/check/objects/models/register.ts';
import { keyValueHistory, registerHistory, withStaleRead } from './closed-loop.ts';
import { bestCpuSeconds, cpuSeconds } from './cpu-seconds.ts';

const row = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, column) => String(cell).padEnd(column === 0 ? 32 : 12))
    .join('')
    .trimEnd();

/** The register as a model without a monitor, so that the search decides. */
function searchedRegister(): ReturnType<typeof register> {
  const model = register(0);
  delete model.monitor;
  return model;
}

interface Gate {
  readonly object: string;
  readonly model: Model<unknown, AnyOperation>;
  readonly right: readonly AnyOperation[];
  readonly wrong: readonly AnyOperation[];
  readonly clients: number;
  /** In seconds. */
  readonly rightMax: number;
  readonly wrongMax: number;
}

const hot = registerHistory({ clients: 20, operations: 1000 });
const long = registerHistory({ clients: 100, operations: 100_000 });
const store = keyValueHistory({ clients: 50, operations: 10_000 }, 10);
const gates: readonly Gate[] = [
  {
    object: 'register, by search',
    model: searchedRegister(),
    right: hot,
    wrong: withStaleRead(hot),
    clients: 20,
    rightMax: 0.1,
    wrongMax: 1,
  },
  {
    object: 'register, by monitor',
    model: register(0),
    right: long,
    wrong: withStaleRead(long),
    clients: 100,
    rightMax: 0.5,
    wrongMax: 0.5,
  },
  {
    object: 'key-value, 10 keys',
    model: keyValue(),
    right: store,
    wrong: withStaleRead(store),
    clients: 50,
    rightMax: 1,
    wrongMax: 1,
  },
];

console.log(row(['object', 'clients', 'operations', 'verdict', 'seconds', 'at most', 'first proof']));
for (const { object, model, right, wrong, clients, rightMax, wrongMax } of gates) {
  for (const [history, expected, secondsMax] of [
    [right, 'ok', rightMax],
    [wrong, 'illegal', wrongMax],
  ] as const) {
    const seconds = bestCpuSeconds(3, () => {
      const { verdict } = checkHistory(model, history);
      if (verdict !== expected) throw new Error(`the verdict on ${object} is ${verdict}`);
    });
    const verdict = checkHistory(model, history);
    // Witnesses and reasons are worked out when they are asked for.
    const proof = cpuSeconds(() => JSON.stringify(verdict));
    console.log(row([object, clients, history.length, expected, seconds.toFixed(3), secondsMax, proof.toFixed(3)]));
  }
}

console.log(`\n${row(['80 operations, some pending', 'histories', 'illegal', 'unknown', 'median ms', 'worst ms'])}`);
const pendingMax = 20;
for (const toy of toys) {
  const millis: number[] = [];
  let [illegal, unknown] = [0, 0];
  for (let seed = 1; millis.length < 400; seed += 1) {
    const shape = { count: 80, pending: 5 * (seed % 5), concurrency: 5, spoilt: seed % 2 };
    const history = historyOf(toy, new Dice(seed), shape);
    if (history.filter(({ outcome }) => outcome === 'info').length > pendingMax) continue;
    const seconds = cpuSeconds(() => {
      const { verdict } = checkHistory(toy.model, history, { configurationsMax: 100_000 });
      if (verdict === 'illegal') illegal += 1;
      if (verdict === 'unknown') unknown += 1;
    });
    millis.push(1000 * seconds);
  }
  millis.sort((a, b) => a - b);
  const median = millis[millis.length / 2]!;
  console.log(row([toy.name, millis.length, illegal, unknown, median.toFixed(2), millis.at(-1)!.toFixed(1)]));
}

const million = registerHistory({ clients: 10, operations: 1_000_000 });
const before = process.memoryUsage().rss;
const seconds = cpuSeconds(() => {
  const verdict = checkHistory(searchedRegister(), million);
  if (verdict.verdict !== 'ok' || verdict.witness.length !== million.length) throw new Error('the history is legal');
});
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
console.log(
  `\nregister, by search, 10 clients, 1000000 operations: ${seconds.toFixed(2)} s, ` +
    `${megabytes(process.memoryUsage().rss)}, of which ${megabytes(before)} before`,
);
