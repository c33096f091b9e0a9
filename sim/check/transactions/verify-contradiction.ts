/**
 * Judges the proof of a violation: derives from the named transactions alone what must come before what, and says why that is no
 * contradiction, or null. What they read of others was written by somebody, at some time. It shares no code with the checkers on
 * purpose; it looks at each pair and each choice, which is fine for the few transactions that are named.
 */
import type { Value } from '../../model/history.ts';
import type { Isolation } from './isolation.ts';
import type { Key, ListHistory, RegisterHistory } from './transaction.ts';

type Edge = readonly [from: number, to: number];

interface Read {
  readonly by: number;
  /** What was there before the reader's own writes: for a register one element, or none. */
  readonly values: readonly Value[];
}

interface Touched {
  readonly reads: Read[];
  /** By transaction, in its order. */
  readonly writes: Map<number, Value[]>;
}

export const verifyContradiction = (
  history: ListHistory | RegisterHistory,
  operations: readonly number[],
  isolation: Isolation,
): string | null => {
  const isSnapshot = isolation === 'snapshot-isolation';
  const begin = (node: number): number => node * 2;
  const end = (node: number): number => node * 2 + (isSnapshot ? 1 : 0);
  const isList = history.some(
    (one) =>
      one.input.some(({ f }) => f === 'append') ||
      (one.outcome === 'ok' && one.output.some(({ value }) => Array.isArray(value))),
  );
  const edges: Edge[] = [];
  const choices: (readonly [Edge, Edge])[] = [];
  const objects = new Map<Key, Touched>();
  const named = operations.map((index) => history[index]!);
  for (const [node, { outcome, input, ...rest }] of named.entries()) {
    const mine = new Map<Key, { seen: readonly Value[] | null; readonly own: Value[] }>();
    for (const operation of outcome === 'ok'
      ? (rest as (typeof named)[number] & { output: typeof input }).output
      : input) {
      const { key } = operation;
      if (!objects.has(key)) objects.set(key, { reads: [], writes: new Map() });
      if (!mine.has(key)) mine.set(key, { seen: null, own: [] });
      const [object, view] = [objects.get(key)!, mine.get(key)!];
      if (operation.f !== 'r') {
        object.writes.set(node, [...(object.writes.get(node) ?? []), operation.value]);
        if (!isList) view.own.length = 0;
        view.own.push(operation.value);
      } else if (outcome === 'ok') {
        const value = (operation as unknown as { value: readonly Value[] | Value | null }).value;
        const values: readonly Value[] = [value ?? []].flat();
        const base =
          isList || view.own.length === 0
            ? values.slice(0, Math.max(0, values.length - view.own.length))
            : (view.seen ?? []);
        if (
          ![...base, ...view.own].slice(isList ? 0 : -1).every((one, at) => one === values[at]) ||
          values.length < view.own.length
        )
          return null;
        if (view.seen !== null && (view.seen.length !== base.length || view.seen.some((one, at) => one !== base[at])))
          return null;
        if (view.seen === null && (isList || view.own.length === 0)) {
          view.seen = base;
          object.reads.push({ by: node, values: base });
          if (isList && view.own.length > 0) object.reads.push({ by: node, values });
        } else if (isList) object.reads.push({ by: node, values });
      }
    }
  }
  const seenKeys = [...objects].flatMap(([key, { reads }]) =>
    reads.flatMap(({ values }) => values.map((value) => ({ key, value }))),
  );
  const committed = named.map(
    ({ outcome }, node) =>
      outcome === 'ok' || seenKeys.some(({ key, value }) => objects.get(key)!.writes.get(node)?.includes(value)),
  );

  let nodeCount = named.length;
  for (const [key, { reads, writes }] of objects) {
    const author = new Map<Value, number>();
    for (const [node, values] of writes)
      for (const value of values) if (!author.has(value) || named[node]!.outcome !== 'fail') author.set(value, node);
    for (const { values } of reads) {
      if (new Set(values).size < values.length) return null;
      for (const value of values) {
        const node = author.get(value);
        if (node !== undefined && named[node]?.outcome === 'fail') return null;
        if (node !== undefined) continue;
        const exists = history.some(({ input }) =>
          input.some((one) => one.f !== 'r' && one.key === key && one.value === value),
        );
        if (!exists) return null;
        author.set(value, nodeCount++);
      }
    }
    const writers = [...new Set(author.values())].filter((node) => node >= named.length || committed[node]);
    if (isList) {
      const longest = reads.reduce<readonly Value[]>(
        (most, { values }) => (values.length > most.length ? values : most),
        [],
      );
      if (reads.some(({ values }) => values.some((value, at) => value !== longest[at]))) return null;
      const order = longest.map((value) => author.get(value)!);
      for (let at = 1; at < order.length; at++) edges.push([end(order[at - 1]!), begin(order[at]!)]);
      const unseen = writers.filter((node) => writes.get(node)?.some((value) => !longest.includes(value)));
      for (const [node, values] of writes) {
        const shown = longest.filter((value) => author.get(value) === node);
        if (shown.some((value, at) => value !== values[at])) return null;
      }
      for (const node of unseen) if (order.length > 0) edges.push([end(order.at(-1)!), begin(node)]);
      for (const { by, values } of reads) {
        if (values.length > 0) edges.push([end(order[values.length - 1]!), begin(by)]);
        const [last] = named[by]!.input.filter(
          (one) => one.f === 'append' && one.key === key && values.includes(one.value),
        );
        // A list with the reader's own elements is what it made of the one that it read before.
        if (last !== undefined) continue;
        for (const node of values.length < order.length ? [order[values.length]!, ...unseen] : unseen)
          edges.push([begin(by), end(node)]);
      }
      for (const { by, values } of reads.filter(
        (read, at) => reads.findIndex(({ by: first }) => first === read.by) === at,
      ))
        if (values.some((value) => author.get(value) === by)) return null;
    } else {
      const last = (node: number): Value | undefined => writes.get(node)?.at(-1);
      for (const { by, values } of reads) {
        const [value] = values;
        const source = value === undefined ? -1 : author.get(value)!;
        if (source === by || (source !== -1 && source < named.length && last(source) !== value)) return null;
        if (source !== -1) edges.push([end(source), begin(by)]);
        for (const other of writers) {
          if (other === by || other === source) continue;
          const after: Edge = [begin(by), end(other)];
          if (source === -1) edges.push(after);
          else choices.push([after, [end(other), begin(source)]]);
        }
      }
    }
    if (isSnapshot)
      for (const [at, a] of writers.entries())
        for (const b of writers.slice(at + 1))
          choices.push([
            [end(a), begin(b)],
            [end(b), begin(a)],
          ]);
  }
  for (const [a, first] of named.entries())
    for (const [b, second] of named.entries()) {
      if (first.outcome !== 'ok' || first.return >= second.call || !committed[a] || !committed[b]) continue;
      if (isolation === 'strict-serializable') edges.push([end(a), begin(b)]);
      if (isolation === 'strong-session-serializable' && first.client === second.client) edges.push([end(a), begin(b)]);
    }
  if (isSnapshot) for (let node = 0; node < nodeCount; node++) edges.push([begin(node), end(node)]);

  const proper = edges.filter(([from, to]) => from !== to);
  const refuted = (certain: readonly Edge[], left: readonly (readonly [Edge, Edge])[]): boolean => {
    const reach = reachability(certain, nodeCount * 2);
    if (reach === null) return true;
    // A choice of which one is excluded is none; one that is made already says nothing.
    const open = left.filter(([a, b]) => ![a, b].some(([from, to]) => reach[from]!.has(to)));
    const forced = open.filter(([a, b]) => [a, b].some(([from, to]) => reach[to]!.has(from)));
    if (forced.length > 0) {
      const added = forced.map(([a, b]) => (reach[a[1]]!.has(a[0]) ? b : a));
      return refuted(
        [...certain, ...added],
        open.filter((choice) => !forced.includes(choice)),
      );
    }
    const [first, ...others] = open;
    return first !== undefined && first.every((edge) => refuted([...certain, edge], others));
  };
  return refuted(proper, choices) ? null : `some order explains ${operations.map((index) => `#${index}`).join(', ')}`;
};

/** What follows each point; null if there is a cycle. */
const reachability = (edges: readonly Edge[], count: number): Set<number>[] | null => {
  const reach = Array.from({ length: count }, () => new Set<number>());
  for (const [from, to] of edges) reach[from]!.add(to);
  for (let middle = 0; middle < count; middle++)
    for (const set of reach) if (set.has(middle)) for (const to of reach[middle]!) set.add(to);
  return reach.some((set, at) => set.has(at)) ? null : reach;
};
