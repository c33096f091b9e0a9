/**
 * Binders: how a bound identifier, or a pattern of several, takes the values of a set one after the other. Slots are written, never read
 * here. The sets of all bounds are computed before the first value is bound, since bounds do not see each other's identifiers.
 */
import type { Binder, Bound } from '../ir/expression.ts';
import type { ProgramReference } from '../ir/program.ts';
import { kinds } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { printValue } from '../values/print.ts';
import { enumerate } from '../values/symbolic.ts';
import { type Binding, type Compiling, type Context, type Value, withBindings } from './context.ts';
import type { Machine } from './machine.ts';

/** Runs a body for each binding until it returns false. The result tells whether it never did. */
export type Loop = () => boolean;

/** Puts one element into the slot of an identifier, or takes a tuple apart into several. */
export type Bind = (element: number) => void;

/** Gives slots to identifiers and says what is in scope then. */
export function bind(
  { machine }: Compiling,
  binders: readonly Binder[],
  context: Context,
): { readonly slots: readonly number[]; readonly context: Context } {
  const bindings = new Map<number, Binding>();
  const slots = binders.map(({ id }) => {
    const slot = machine.newSlot();
    bindings.set(id, { kind: 'slot', slot, mayBeUnset: false });
    return slot;
  });
  return { slots, context: withBindings(context, bindings) };
}

/** One element at a time: into the slot of the one identifier, or apart into those of a tuple. */
export function binding(machine: Machine, slots: readonly number[], tuple: boolean): Bind {
  const { slots: memory, values } = machine;
  if (!tuple) {
    const slot = slots[0]!;
    return (element) => void (memory[slot] = element);
  }
  return (element) => {
    if (!values.is(element, kinds.tuple) || values.wordsOf(element) !== slots.length) {
      throw new Fault(`${printValue(values, element)} is no tuple of ${slots.length}`);
    }
    for (const [i, slot] of slots.entries()) memory[slot] = values.word(element, i);
  };
}

/** One identifier, or one pattern, with its set. */
interface Generator {
  readonly set: Value;
  readonly bind: Bind;
  /** Of the one identifier; -1 if there is a pattern. */
  readonly slot: number;
}

export interface Bounds {
  readonly context: Context;
  /** In the order in which they are written; `x, y \in S` are two. */
  readonly generators: readonly Generator[];
}

export function bounds(compiling: Compiling, written: readonly Bound<ProgramReference>[], outer: Context): Bounds {
  const { machine } = compiling;
  let context = outer;
  const generators = written.flatMap(({ binders, tuple, set }) => {
    const value = compiling.value(set, outer);
    const bound = bind(compiling, binders, context);
    context = bound.context;
    if (tuple) return [{ set: value, bind: binding(machine, bound.slots, true), slot: -1 }];
    return bound.slots.map((slot) => ({ set: value, bind: binding(machine, [slot], false), slot }));
  });
  return { context, generators };
}

/** The body sees every combination of the generators, the last one changing fastest. */
export function loop(machine: Machine, generators: readonly Generator[], body: () => boolean): Loop {
  const [first, ...rest] = generators;
  if (rest.length === 0) {
    const { set } = first!;
    const each = eachOf(machine, first!, body);
    return () => each(set());
  }
  const sets = generators.map(() => machine.newSlot());
  const { slots } = machine;
  let inner = body;
  for (const [i, generator] of [...generators.entries()].toReversed()) {
    const slot = sets[i]!;
    const each = eachOf(machine, generator, inner);
    inner = () => each(slots[slot]!);
  }
  return () => {
    for (const [i, { set }] of generators.entries()) slots[sets[i]!] = set();
    return inner();
  };
}

/** Runs the body for the elements of a set, in the order of their handles, until it returns false. */
function eachOf(machine: Machine, { bind: take, slot }: Generator, body: () => boolean): (set: number) => boolean {
  const { values, slots } = machine;
  return (set) => {
    if (values.is(set, kinds.interval)) {
      const high = values.numberOf(values.word(set, 1));
      for (let i = values.numberOf(values.word(set, 0)); i <= high; i++) {
        take(values.integer(i));
        if (!body()) return false;
      }
      return true;
    }
    const elements = enumerate(values, set);
    const start = (elements >>> 1) + 2;
    const end = start + values.wordsOf(elements);
    if (slot !== -1) {
      for (let at = start; at < end; at++) {
        slots[slot] = values.data[at]!;
        if (!body()) return false;
      }
      return true;
    }
    for (let at = start; at < end; at++) {
      take(values.data[at]!);
      if (!body()) return false;
    }
    return true;
  };
}
