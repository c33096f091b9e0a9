/** Sequences, which are the tuples; and the folds over them and over sets. */
import { type Arena, kinds } from '../../values/arena.ts';
import { Fault } from '../../values/fault.ts';
import { apply, assertSequence, tupleOf } from '../../values/functions.ts';
import { printValue } from '../../values/print.ts';
import { describe, enumerate } from '../../values/symbolic.ts';
import { truth } from '../builtins.ts';
import type { Value } from '../context.ts';
import type { Machine } from '../machine.ts';
import { integerOf } from './numbers.ts';

export type Operator = (a: number, b: number) => number;

export function sequenceOperator(values: Arena, name: string, args: readonly Value[]): Value | null {
  const [a, b, c] = args as readonly [Value, Value, Value];
  switch (name) {
    case 'Seq':
      return () => describe(values, kinds.sequences, a());
    case 'Len':
      return () => {
        const sequence = checked(values, a());
        return values.wordsOf(sequence) * 2;
      };
    case '\\o':
      return () => concatenation(values, a(), b());
    case 'Append':
      return () => {
        const sequence = checked(values, a());
        const element = b();
        const from = values.depth;
        pushWords(values, sequence, 0, values.wordsOf(sequence));
        values.push(element);
        return values.intern(kinds.tuple, from);
      };
    case 'Head':
      return () => {
        const sequence = checked(values, a());
        if (sequence === values.emptyTuple) throw new Fault('Head of the empty sequence');
        return values.word(sequence, 0);
      };
    case 'Tail':
      return () => {
        const sequence = checked(values, a());
        if (sequence === values.emptyTuple) throw new Fault('Tail of the empty sequence');
        return slice(values, sequence, 1, values.wordsOf(sequence));
      };
    case 'SubSeq':
      return () => subSequence(values, checked(values, a()), integerOf(values, b()), integerOf(values, c()));
    default:
      return null;
  }
}

function checked(values: Arena, sequence: number): number {
  assertSequence(values, sequence);
  return sequence;
}

function pushWords(values: Arena, tuple: number, from: number, end: number): void {
  for (let i = from; i < end; i++) values.push(values.word(tuple, i));
}

function slice(values: Arena, sequence: number, from: number, end: number): number {
  const start = values.depth;
  pushWords(values, sequence, from, end);
  return values.intern(kinds.tuple, start);
}

/** Strings are concatenated, too, as TLC does. */
function concatenation(values: Arena, a: number, b: number): number {
  if (values.is(a, kinds.string) && values.is(b, kinds.string))
    return values.string(values.nameOf(a) + values.nameOf(b));
  const from = values.depth;
  pushWords(values, checked(values, a), 0, values.wordsOf(a));
  pushWords(values, checked(values, b), 0, values.wordsOf(b));
  return values.intern(kinds.tuple, from);
}

function subSequence(values: Arena, sequence: number, from: number, to: number): number {
  if (from > to) return values.emptyTuple;
  if (from < 1 || to > values.wordsOf(sequence)) {
    throw new Fault(`SubSeq from ${from} to ${to} is not within ${printValue(values, sequence)}`);
  }
  return slice(values, sequence, from - 1, to);
}

export function selectSequence(values: Arena, sequence: Value, wanted: Operator): Value {
  return () => {
    const all = checked(values, sequence());
    const from = values.depth;
    const length = values.wordsOf(all);
    for (let i = 0; i < length; i++) {
      const element = values.word(all, i);
      if (truth(values, wanted(element, 0))) values.push(element);
    }
    return values.intern(kinds.tuple, from);
  };
}

/** Stable, by an operator that tells whether its first argument comes before the second. */
export function sortElements(values: Arena, elements: number[], before: Operator): number {
  const precedes = (a: number, b: number): boolean => truth(values, before(a, b));
  return tupleOf(
    values,
    elements.sort((a, b) => (precedes(a, b) ? -1 : precedes(b, a) ? 1 : 0)),
  );
}

/** From the left for FoldLeft, whose operator takes what was folded first; from the right for FoldRight. */
export function foldSequence(values: Arena, sequence: Value, base: Value, operator: Operator, left: boolean): Value {
  return () => {
    const all = checked(values, sequence());
    const length = values.wordsOf(all);
    let folded = base();
    for (let i = 0; i < length; i++) {
      folded = left ? operator(folded, values.word(all, i)) : operator(values.word(all, length - 1 - i), folded);
    }
    return folded;
  };
}

/** The elements of a set in structural order, the least one combined last. */
export function foldSet(machine: Machine, set: Value, base: Value, operator: Operator): Value {
  return () => {
    let folded = base();
    for (const element of machine.inOrder(set()).toReversed()) folded = operator(element, folded);
    return folded;
  };
}

export function foldFunctionOnSet(machine: Machine, fn: Value, set: Value, base: Value, operator: Operator): Value {
  const { values } = machine;
  return () => {
    const values_ = fn();
    let folded = base();
    for (const argument of machine.inOrder(set()).toReversed()) {
      folded = operator(apply(values, values_, argument), folded);
    }
    return folded;
  };
}

/** As it is defined: what is chosen first is combined last. */
export function mapThenFoldSet(
  values: Arena,
  set: Value,
  base: Value,
  { combine, map, choose }: { readonly combine: Operator; readonly map: Operator; readonly choose: Operator },
): Value {
  return () => {
    const chosen: number[] = [];
    let rest = enumerate(values, set());
    let folded = base();
    while (values.wordsOf(rest) > 0) {
      const element = choose(rest, 0);
      chosen.push(element);
      const smaller = without(values, rest, element);
      if (smaller === rest) throw new Fault(`${printValue(values, element)} was chosen, but it is not in the set`);
      rest = smaller;
    }
    for (const element of chosen.toReversed()) folded = combine(map(element, 0), folded);
    return folded;
  };
}

function without(values: Arena, set: number, element: number): number {
  const from = values.depth;
  const count = values.wordsOf(set);
  for (let i = 0; i < count; i++) {
    const other = values.word(set, i);
    if (other !== element) values.push(other);
  }
  return values.intern(kinds.set, from);
}
