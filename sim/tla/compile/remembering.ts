/** Compiled expressions that remember what they were for the same values: see `Memory`. */
import { Fault } from '../values/fault.ts';
import type { Test, Value } from './context.ts';
import type { Machine } from './machine.ts';
import { Memory, nothing } from './memory.ts';

/** Of what an answer is kept; the values need not be variables. */
export interface Asked {
  /** Variables by index. */
  readonly current: readonly number[];
  readonly next: readonly number[];
  /** Computed each time. */
  readonly values: readonly Value[];
}

/** More than so many values are hardly ever the same again. */
const widthMax = 24;

export function isRemembered({ current, next, values }: Asked): boolean {
  const width = current.length + next.length + values.length;
  return width > 0 && width <= widthMax;
}

export function rememberedValue(machine: Machine, asked: Asked, compute: Value): Value {
  const { memory, ask } = questions(machine, asked);
  const { key } = memory;
  const { values } = machine;
  return () => {
    if (!memory.isUseful || !ask()) return compute();
    const known = memory.recall();
    if (known !== nothing) return known;
    // In a recursion the same is asked of other values meanwhile, so these wait where values under construction do.
    const from = values.depth;
    for (let i = 0; i < key.length; i++) values.push(key[i]!);
    const answer = compute();
    memory.keep(values.stack, from, answer);
    values.depth = from;
    return answer;
  };
}

export function rememberedTest(machine: Machine, asked: Asked, compute: Test): Test {
  const answer = rememberedValue(machine, asked, () => (compute() ? 1 : 0));
  return () => answer() === 1;
}

/** Puts the values into the key; false if one of them cannot be computed, which need not matter. */
function questions(
  machine: Machine,
  { current: variables, next: primed, values: computed }: Asked,
): { readonly memory: Memory; readonly ask: Test } {
  const memory = new Memory(variables.length + primed.length + computed.length);
  const { key } = memory;
  const { current, next, values } = machine;
  const askVariables = (): true => {
    let at = 0;
    for (let i = 0; i < variables.length; i++) key[at++] = current[variables[i]!]!;
    for (let i = 0; i < primed.length; i++) key[at++] = next[primed[i]!]!;
    return true;
  };
  if (computed.length === 0) return { memory, ask: askVariables };
  const places = computed.map((value) => machine.places.of(value));
  if (places.every((place) => place !== undefined)) {
    const from = variables.length + primed.length;
    const ask = (): true => {
      for (let i = 0; i < places.length; i++) key[from + i] = places[i]!.row[places[i]!.index]!;
      return askVariables();
    };
    return { memory, ask };
  }
  const ask = (): boolean => {
    const { depth } = values;
    try {
      // Computing one may ask the same of other values.
      for (let i = 0; i < computed.length; i++) values.push(computed[i]!());
      const from = variables.length + primed.length;
      for (let i = 0; i < computed.length; i++) key[from + i] = values.stack[depth + i]!;
      values.depth = depth;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      values.depth = depth;
      return false;
    }
    return askVariables();
  };
  return { memory, ask };
}
