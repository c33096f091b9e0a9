/** States of the specs that runs were in, counted against those that the model checker finds. */
import { byUnits } from './abstract-states.ts';
import { loadBindings } from './bindings.ts';
import type { CountedStates } from './held-program.ts';
import { modelStates } from './model-states.ts';
import type { CountedSpec } from './slice-module.ts';

export interface StateCount {
  readonly spec: CountedSpec;
  /** How long the chain is; 1 for a unit. */
  readonly size: number;
  /** States of one address of a unit, or of one position of a chain, that the model checker found. */
  readonly known: number;
  /** Of these, the ones that some run was in. */
  readonly visited: number;
  /** States that runs were in and the model has not: with none planted, a mistake of the model. */
  readonly outside: readonly string[];
}

/** What the runs of this thread were in so far. */
export async function visitedStates(): Promise<readonly CountedStates[]> {
  const bindings = await loadBindings();
  return bindings.counted().flatMap((program) => program.visited() ?? []);
}

/** `visited` may come from several threads. In the order of the specs, then of the sizes. */
export async function countStates(visited: readonly CountedStates[]): Promise<readonly StateCount[]> {
  const bindings = await loadBindings();
  const slices = new Map<string, { readonly spec: CountedSpec; readonly size: number; readonly states: Set<string> }>();
  for (const { spec, size, states } of visited) {
    const key = `${spec} ${size}`;
    const slice = slices.get(key) ?? { spec, size, states: new Set<string>() };
    slices.set(key, slice);
    for (const state of states) slice.states.add(state);
  }
  const inOrder = [...slices.values()].toSorted((a, b) => order(a.spec) - order(b.spec) || a.size - b.size);
  return inOrder.map(({ spec, size, states }) => {
    const { program, textOf } = bindings.model(spec, size);
    const known = modelStates(program, textOf);
    const outside = [...states].filter((state) => !known.has(state)).toSorted(byUnits);
    return { spec, size, known: known.size, visited: states.size - outside.length, outside };
  });
}

function order(spec: CountedSpec): number {
  return spec === 'FlashUnit' ? 0 : 1;
}
