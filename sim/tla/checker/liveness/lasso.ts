/**
 * The search for a behaviour that satisfies a clause and is fair: a way to a component of the graph and a cycle in it that passes everything
 * that must come infinitely often (the emptiness check of Streett automata, Emerson and Lei 1987).
 */
import type { Graph } from './atoms.ts';
import type { Clause, FairnessCondition } from './clauses.ts';
import { Components, type EdgeFilter } from './components.ts';

/** States in the order of the behaviour; after the last one comes the one at `backTo`. */
export interface Lasso {
  readonly path: readonly number[];
  readonly backTo: number;
}

/** Something that a cycle has to pass: a state, or a step with where it comes from. */
type Stop = { readonly state: number } | { readonly edge: number; readonly from: number };

export function findLasso(graph: Graph, clause: Clause, fairness: readonly FairnessCondition[]): Lasso | null {
  const { table, edges } = graph;
  const { initially, always, alwaysSteps, point, after, afterSteps } = clause;
  const starts: number[] = [];
  for (let state = 0; state < graph.initialStates; state++) {
    if (initially.every((holds) => holds(state)) && always.every((holds) => holds(state))) starts.push(state);
  }
  const first = reach(graph, starts, (state) => always.every((holds) => holds(state)), allOf(alwaysSteps));
  let region = first;
  if (point !== null) {
    const stays = (state: number): boolean => {
      return always.every((holds) => holds(state)) && after.every((holds) => holds(state));
    };
    const points = first.order.filter((state) => point(state) && stays(state));
    region = reach(graph, points, stays, allOf([...alwaysSteps, ...afterSteps]));
  }
  const steps = allOf([...alwaysSteps, ...(point === null ? [] : afterSteps), ...clause.finallySteps]);
  const candidates = region.order.filter((state) => clause.finally.every((holds) => holds(state)));
  const components = new Components(edges, table.count);
  const search = new ComponentSearch(graph, components, clause, fairness, steps);
  const found = search.in(candidates);
  if (found === null) return null;
  const [start] = found.cycle as [number];
  const entry = region.pathTo(start);
  const before = point === null ? entry : [...first.pathTo(entry[0]!), ...entry.slice(1)];
  return { path: [...before, ...found.cycle.slice(1)], backTo: before.length - 1 };
}

interface Reached {
  /** Nearer ones first. */
  readonly order: readonly number[];
  pathTo(state: number): number[];
}

function reach(
  graph: Graph,
  starts: readonly number[],
  holds: (state: number) => boolean,
  allowed: EdgeFilter,
): Reached {
  const { table, edges } = graph;
  const unseen = -2;
  const parents = new Int32Array(table.count).fill(unseen);
  const order: number[] = [];
  for (const state of starts) {
    if (parents[state] !== unseen) continue;
    parents[state] = -1;
    order.push(state);
  }
  for (let at = 0; at < order.length; at++) {
    const state = order[at]!;
    for (let edge = edges.startOf(state); edge < edges.endOf(state); edge++) {
      const target = edges.targetAt(edge);
      if (parents[target] !== unseen || !allowed(edge, state) || !holds(target)) continue;
      parents[target] = state;
      order.push(target);
    }
  }
  const pathTo = (state: number): number[] => {
    const path: number[] = [];
    for (let at = state; at !== -1; at = parents[at]!) path.push(at);
    return path.toReversed();
  };
  return { order, pathTo };
}

function allOf(filters: readonly EdgeFilter[]): EdgeFilter {
  return (edge, from) => filters.every((allowed) => allowed(edge, from));
}

class ComponentSearch {
  readonly #graph: Graph;
  readonly #components: Components;
  readonly #clause: Clause;
  readonly #fairness: readonly FairnessCondition[];
  readonly #allowed: EdgeFilter;
  /** The component that each state belongs to at the moment; 0 for none. */
  readonly #member: Int32Array;
  #tag = 0;

  constructor(
    graph: Graph,
    components: Components,
    clause: Clause,
    fairness: readonly FairnessCondition[],
    allowed: EdgeFilter,
  ) {
    this.#graph = graph;
    this.#components = components;
    this.#clause = clause;
    this.#fairness = fairness;
    this.#allowed = allowed;
    this.#member = new Int32Array(graph.table.count);
  }

  /** A cycle among these states, its first state being the one found first. */
  in(states: readonly number[]): { readonly cycle: readonly number[] } | null {
    const tag = this.#mark(states);
    const all = this.#components.of(states, (state) => this.#member[state] === tag, this.#allowed);
    for (const component of all) {
      const found = this.#within(component);
      if (found !== null) return found;
    }
    return null;
  }

  #mark(states: readonly number[]): number {
    const tag = ++this.#tag;
    for (const state of states) this.#member[state] = tag;
    return tag;
  }

  #within(component: readonly number[]): { readonly cycle: readonly number[] } | null {
    const tag = this.#mark(component);
    const stops: Stop[] = [];
    for (const holds of this.#clause.infinitelyOften) {
      const state = component.find((candidate) => holds(candidate));
      if (state === undefined) return null;
      stops.push({ state });
    }
    for (const holds of this.#clause.infinitelyOftenSteps) {
      const stop = this.#stepIn(component, tag, holds);
      if (stop === null) return null;
      stops.push(stop);
    }
    for (const { strong, enabled, step } of this.#fairness) {
      const disabled = component.find((state) => !enabled(state));
      if (!strong && disabled !== undefined) {
        stops.push({ state: disabled });
        continue;
      }
      if (strong && component.every((state) => !enabled(state))) continue;
      const stop = this.#stepIn(component, tag, step);
      if (stop !== null) stops.push(stop);
      else if (!strong) return null;
      else {
        // Only without the states where the action is enabled can the rest be fair.
        const rest = component.filter((state) => !enabled(state));
        return rest.length === 0 ? null : this.in(rest);
      }
    }
    return { cycle: this.#cycle(component, tag, stops) };
  }

  #stepIn(component: readonly number[], tag: number, holds: EdgeFilter): Stop | null {
    const { edges } = this.#graph;
    for (const from of component) {
      for (let edge = edges.startOf(from); edge < edges.endOf(from); edge++) {
        if (this.#member[edges.targetAt(edge)] !== tag || !this.#allowed(edge, from)) continue;
        if (holds(edge, from)) return { edge, from };
      }
    }
    return null;
  }

  /** From a state through all stops and back, without the state at the end again. */
  #cycle(component: readonly number[], tag: number, stops: readonly Stop[]): readonly number[] {
    const [first] = stops;
    const start = first === undefined ? component[0]! : 'state' in first ? first.state : first.from;
    const cycle = [start];
    for (const stop of stops) {
      const target = 'state' in stop ? stop.state : stop.from;
      cycle.push(...this.#way(cycle.at(-1)!, target, tag));
      if ('edge' in stop) cycle.push(this.#graph.edges.targetAt(stop.edge));
    }
    cycle.push(...this.#way(cycle.at(-1)!, start, tag));
    return cycle.length > 1 ? cycle.slice(0, -1) : cycle;
  }

  /** Without the first state, with the last; empty if they are one. */
  #way(from: number, to: number, tag: number): readonly number[] {
    if (from === to) return [];
    const { edges } = this.#graph;
    const parents = new Map<number, number>([[from, -1]]);
    const open = [from];
    for (const state of open) {
      for (let edge = edges.startOf(state); edge < edges.endOf(state); edge++) {
        const target = edges.targetAt(edge);
        if (parents.has(target) || this.#member[target] !== tag || !this.#allowed(edge, state)) continue;
        parents.set(target, state);
        if (target === to) {
          const way: number[] = [];
          for (let at = to; at !== from; at = parents.get(at)!) way.push(at);
          return way.toReversed();
        }
        open.push(target);
      }
    }
    throw new Error('a component in which a state cannot be reached from another');
  }
}
