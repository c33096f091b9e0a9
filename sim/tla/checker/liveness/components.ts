/**
 * Strongly connected components of a part of the graph of states (Tarjan 1972), without recursion. Every state can stutter, so a single
 * state is a component like any other.
 */
import type { EdgeList } from '../edges.ts';

/** Whether a step may be taken. */
export type EdgeFilter = (edge: number, from: number) => boolean;

export class Components {
  readonly #edges: EdgeList;
  readonly #order: Int32Array;
  readonly #low: Int32Array;
  readonly #onStack: Uint8Array;

  constructor(edges: EdgeList, states: number) {
    this.#edges = edges;
    this.#order = new Int32Array(states);
    this.#low = new Int32Array(states);
    this.#onStack = new Uint8Array(states);
  }

  /** Of the given states, which are those that `contains` says yes to. */
  of(states: Iterable<number>, contains: (state: number) => boolean, allowed: EdgeFilter): number[][] {
    const members = [...states];
    for (const state of members) this.#order[state] = 0;
    const found: number[][] = [];
    const stack: number[] = [];
    const path: number[] = [];
    const nextEdge: number[] = [];
    let count = 0;
    const enter = (state: number): void => {
      this.#order[state] = this.#low[state] = ++count;
      this.#onStack[state] = 1;
      stack.push(state);
      path.push(state);
      nextEdge.push(this.#edges.startOf(state));
    };
    for (const root of members) {
      if (this.#order[root] !== 0) continue;
      enter(root);
      while (path.length > 0) {
        const state = path.at(-1)!;
        const edge = nextEdge[nextEdge.length - 1]!++;
        if (edge < this.#edges.endOf(state)) {
          const target = this.#edges.targetAt(edge);
          if (!contains(target) || !allowed(edge, state)) continue;
          if (this.#order[target] === 0) enter(target);
          else if (this.#onStack[target] === 1) {
            this.#low[state] = Math.min(this.#low[state]!, this.#order[target]!);
          }
          continue;
        }
        path.pop();
        nextEdge.pop();
        const parent = path.at(-1);
        if (parent !== undefined) this.#low[parent] = Math.min(this.#low[parent]!, this.#low[state]!);
        if (this.#low[state] === this.#order[state]) found.push(this.#popComponent(stack, state));
      }
    }
    return found;
  }

  #popComponent(stack: number[], root: number): number[] {
    const component: number[] = [];
    let state: number;
    do {
      state = stack.pop()!;
      this.#onStack[state] = 0;
      component.push(state);
    } while (state !== root);
    return component;
  }
}
