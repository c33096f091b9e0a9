/** The order of time among transactions, with O(n) edges: what every client saw happen, and what a clock on the wall would show. */
import type { History } from '../operation.ts';
import { type DependencyGraph, edge } from './dependency-graph.ts';
import type { Isolation } from './isolation.ts';
import type { Points } from './points.ts';
import { type Names, nameOf } from './words.ts';

type AnyHistory = History<unknown, unknown>;

/** As much of the order in time as the level promises. Each client does one thing after the other. */
export const addTimeOrder = (
  graph: DependencyGraph,
  history: AnyHistory,
  points: Points,
  isolation: Isolation,
  disabled: ReadonlySet<string>,
): void => {
  const isStrict = isolation === 'strict-serializable';
  if ((isStrict || isolation === 'strong-session-serializable') && !disabled.has('process'))
    addProcessOrder(graph, history, points);
  if (isStrict && !disabled.has('realtime')) addRealTimeOrder(graph, history, points);
};

/** A transaction of which nobody knows when it ended comes before no other. */
const addProcessOrder = (graph: DependencyGraph, history: AnyHistory, { begin, end }: Points): void => {
  const last = new Map<number, number>();
  for (const index of byTime(history, begin, (at) => history[at]!.call)) {
    const { client, outcome, call } = history[index]!;
    const before = last.get(client);
    if (before !== undefined && returnOf(history, before) < call) graph.edge(end[before]!, begin[index]!, edge.process);
    if (outcome === 'ok') last.set(client, index);
  }
};

/**
 * A transaction that returned before another was called comes before it. One helper stands for each moment at which calls follow
 * returns: everything that had returned comes before it, and everything called later after it.
 */
const addRealTimeOrder = (graph: DependencyGraph, history: AnyHistory, { begin, end }: Points): void => {
  const returned = byTime(history, begin, (at) => returnOf(history, at));
  let [next, barrier] = [0, -1];
  for (const index of byTime(history, begin, (at) => history[at]!.call)) {
    const { call } = history[index]!;
    if (next < returned.length && returnOf(history, returned[next]!) < call) {
      const later = graph.node();
      if (barrier !== -1) graph.edge(barrier, later, edge.link);
      barrier = later;
      while (next < returned.length && returnOf(history, returned[next]!) < call)
        graph.edge(end[returned[next++]!]!, barrier, edge.realtime);
    }
    if (barrier !== -1) graph.edge(barrier, begin[index]!, edge.link);
  }
};

const returnOf = (history: AnyHistory, index: number): number => {
  const operation = history[index]!;
  return operation.outcome === 'ok' ? operation.return : Infinity;
};

/** The transactions of the graph, ascending in `timeOf`. */
const byTime = (history: AnyHistory, begin: Int32Array, timeOf: (index: number) => number): Int32Array => {
  const times = new Float64Array(history.length);
  let count = 0;
  const order = new Int32Array(history.length);
  for (let index = 0; index < history.length; index++) {
    if (begin[index] === -1) continue;
    times[index] = timeOf(index);
    order[count++] = index;
  }
  const ascending = (a: number, b: number): number => (times[a]! < times[b]! ? -1 : times[a]! > times[b]! ? 1 : a - b);
  return order.subarray(0, count).sort(ascending);
};

export const timeReason = (history: AnyHistory, names: Names, from: number, to: number, kind: number): string => {
  const [first, second] = [nameOf(names, from), nameOf(names, to)];
  return kind === edge.process
    ? `client ${history[to]!.client} called ${second} after ${first} had returned to it`
    : `${first} had returned before ${second} was called`;
};
