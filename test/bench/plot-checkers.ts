/**
 * Draws how the checkers grow: `node --conditions=corfuzz-source test/bench/plot-checkers.ts`. Writes `plots/checkers-by-length.svg` and
 * `plots/checkers-by-clients.svg`, which the README shows, and prints the numbers: CPU seconds of one process, the best of three, or of twenty up to 10,000 operations.
 *
 * The numbers of porcupine (github.com/anishathalye/porcupine) were taken once with its Go program, on one core and on histories of the
 * same shape from another generator; it had 25 s, and 10 s for logs.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { checkHistory } from '../../sim/check/check-history.ts';
import { checkLog } from '../../sim/check/log/check-log.ts';
import { keyValue } from '../../sim/check/objects/models/key-value.ts';
import { register } from '../../sim/check/objects/models/register.ts';
import { keyValueHistory, registerHistory, withStaleRead } from './closed-loop.ts';
import { bestCpuSeconds } from './cpu-seconds.ts';
import { atomicHistory, withStaleUnwritten } from './realistic-history.ts';
import { type Axis, type Point, type Series, type Sign, svgOf } from './svg-chart.ts';

interface Workload {
  readonly name: string;
  readonly operationsMax: number;
  /** The most clients with which it is measured on right histories, and on wrong ones. */
  readonly clientsMax: number;
  readonly clientsMaxWrong: number;
  /** Makes a history, with one stale read if it is to be wrong, and returns its check. */
  prepare(clients: number, operations: number, isWrong: boolean): () => string;
}

/** Without its monitor, so that the search decides. */
const searchedRegister = register(0);
delete searchedRegister.monitor;

const workloads: readonly Workload[] = [
  {
    name: 'log (atomic)',
    operationsMax: 1_000_000,
    clientsMax: 300,
    clientsMaxWrong: 300,
    prepare(clients, operations, isWrong) {
      const right = atomicHistory(clients, operations);
      const history = isWrong ? withStaleUnwritten(right) : right;
      return () => checkLog(history, { spec: 'atomic' }).verdict;
    },
  },
  {
    name: 'register, by monitor',
    operationsMax: 1_000_000,
    clientsMax: 300,
    clientsMaxWrong: 300,
    prepare(clients, operations, isWrong) {
      const right = registerHistory({ clients, operations });
      const history = isWrong ? withStaleRead(right) : right;
      return () => checkHistory(register(0), history).verdict;
    },
  },
  {
    name: 'register, by search',
    operationsMax: 100_000,
    clientsMax: 100,
    clientsMaxWrong: 20,
    prepare(clients, operations, isWrong) {
      const right = registerHistory({ clients, operations });
      const history = isWrong ? withStaleRead(right) : right;
      return () => checkHistory(searchedRegister, history).verdict;
    },
  },
  {
    name: 'key-value, 10 keys',
    operationsMax: 1_000_000,
    clientsMax: 300,
    clientsMaxWrong: 300,
    prepare(clients, operations, isWrong) {
      const right = keyValueHistory({ clients, operations }, 10);
      const history = isWrong ? withStaleRead(right) : right;
      return () => checkHistory(keyValue(), history).verdict;
    },
  },
];

interface Porcupine {
  readonly workload: string;
  readonly clients: number;
  readonly operations: number;
  /** In seconds; null where it had not decided by the limit. */
  readonly right: number | null;
  readonly wrong: number | null;
  readonly limit: number;
}

const porcupine: readonly Porcupine[] = [
  { workload: 'log (atomic)', clients: 10, operations: 1000, right: 0.003, wrong: 0.063, limit: 10 },
  { workload: 'log (atomic)', clients: 10, operations: 10_000, right: 0.078, wrong: 1.41, limit: 10 },
  { workload: 'log (atomic)', clients: 50, operations: 1000, right: null, wrong: null, limit: 10 },
  { workload: 'register, by monitor', clients: 10, operations: 10_000, right: 2.1, wrong: 13, limit: 25 },
  { workload: 'register, by monitor', clients: 20, operations: 1000, right: null, wrong: null, limit: 25 },
  { workload: 'key-value, 10 keys', clients: 10, operations: 100_000, right: 0.46, wrong: 0.48, limit: 25 },
  { workload: 'key-value, 10 keys', clients: 100, operations: 1000, right: 9.3, wrong: 0.16, limit: 25 },
];

const lengths = [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
const clientCounts = [1, 2, 5, 10, 20, 50, 100, 200, 300];
/** Where lengths are measured, and where clients are. */
const clientsOfLengths = 10;
const lengthOfClients = 1000;

const y: Axis = { label: 'CPU seconds', from: 0.0001, to: 60, text: String };
const signs: readonly Sign[] = [
  { sign: 'solid', means: 'right' },
  { sign: 'dashed', means: 'one stale read' },
  { sign: 'squares', means: 'porcupine, right' },
  { sign: 'diamonds', means: 'porcupine, stale' },
  { sign: 'crosses', means: 'porcupine, undecided' },
];
const notes = [
  'Lines: test/bench/plot-checkers.ts. Values are unique; every client waits for its answers.',
  'Marks: porcupine (Go), measured once, elsewhere, on one core and histories of the same shape; it had 25 s, for logs 10 s.',
];
const folder = new URL('plots/', import.meta.url);
mkdirSync(folder, { recursive: true });

write('checkers-by-length.svg', {
  title: `Time to judge a history of ${clientsOfLengths} clients, by its length`,
  x: { label: 'operations', from: 800, to: 1_300_000, text: short },
  y,
  series: workloads.map((workload) => {
    const line = (isWrong: boolean): readonly Point[] =>
      lengths
        .filter((length) => length <= workload.operationsMax)
        .map((length) => ({ x: length, y: secondsOf(workload, clientsOfLengths, length, isWrong) }));
    const marked = porcupine.filter(({ clients }) => clients === clientsOfLengths);
    return seriesOf(workload, line(false), line(true), marked, ({ operations }) => operations);
  }),
  signs,
  notes,
});

write('checkers-by-clients.svg', {
  title: `Time to judge a history of ${short(lengthOfClients)} operations, by its clients`,
  x: { label: 'concurrent clients', from: 0.9, to: 400, text: short },
  y,
  series: workloads.map((workload) => {
    const line = (isWrong: boolean): readonly Point[] =>
      clientCounts
        .filter((count) => count <= (isWrong ? workload.clientsMaxWrong : workload.clientsMax))
        .map((count) => ({ x: count, y: secondsOf(workload, count, lengthOfClients, isWrong) }));
    const marked = porcupine.filter(({ operations }) => operations === lengthOfClients);
    return seriesOf(workload, line(false), line(true), marked, ({ clients }) => clients);
  }),
  signs,
  notes,
});

function write(name: string, chart: Parameters<typeof svgOf>[0]): void {
  writeFileSync(new URL(name, folder), svgOf(chart));
  console.log(`\n${name}`);
  for (const { name: series, solid, dashed } of chart.series) {
    for (const [what, points] of [
      ['right', solid],
      ['stale', dashed],
    ] as const) {
      console.log(
        `  ${series}, ${what}: ${points.map((point) => `${short(point.x)} ${point.y.toFixed(4)} s`).join(', ')}`,
      );
    }
  }
}

function seriesOf(
  { name }: Workload,
  solid: readonly Point[],
  dashed: readonly Point[],
  marked: readonly Porcupine[],
  x: (measured: Porcupine) => number,
): Series {
  const own = marked.filter(({ workload }) => workload === name);
  const marks = (seconds: (measured: Porcupine) => number | null): readonly Point[] =>
    own.flatMap((each) => {
      const at = seconds(each);
      return at === null ? [] : [{ x: x(each), y: at }];
    });
  return {
    name,
    solid,
    dashed,
    squares: marks(({ right }) => right),
    diamonds: marks(({ wrong }) => wrong),
    crosses: marks(({ right, limit }) => (right === null ? limit : null)),
  };
}

function secondsOf(workload: Workload, clients: number, operations: number, isWrong: boolean): number {
  const check = workload.prepare(clients, operations, isWrong);
  const expected = isWrong ? 'illegal' : 'ok';
  // What is short is measured more often, until the compiler is done with it.
  return bestCpuSeconds(operations <= 10_000 ? 20 : 3, () => {
    const verdict = check();
    if (verdict !== expected)
      throw new Error(`${workload.name}, ${clients} x ${operations}: ${verdict}, not ${expected}`);
  });
}

function short(count: number): string {
  if (count >= 1_000_000) return `${count / 1_000_000} M`;
  return count >= 1000 ? `${count / 1000} k` : String(count);
}
