/**
 * The structural order of values: what makes CHOOSE, printed sets and random walks the same however values came into being. Truth values
 * come first, then integers, strings by code unit, model values by name, sets by size and then by elements, functions by size, arguments
 * and values. Tuples stand where functions on 1..n do.
 */
import { type Arena, type Kind, kinds } from './arena.ts';

/** By kind; symbolic sets that cannot be enumerated come last. */
function rankOf(kind: Kind): number {
  switch (kind) {
    case kinds.boolean:
      return 0;
    case kinds.wideInteger:
      return 1;
    case kinds.string:
      return 2;
    case kinds.modelValue:
      return 3;
    case kinds.set:
      return 4;
    case kinds.tuple:
    case kinds.fn:
      return 5;
    default:
      return 6 + kind;
  }
}

/** Negative, zero or positive, as for sorting. */
export function compareValues(values: Arena, a: number, b: number): number {
  if (a === b) return 0;
  if (((a | b) & 1) === 0) return a - b;
  const kindA = (a & 1) === 0 ? kinds.wideInteger : values.kindOf(a);
  const kindB = (b & 1) === 0 ? kinds.wideInteger : values.kindOf(b);
  const rank = rankOf(kindA);
  const difference = rank - rankOf(kindB);
  if (difference !== 0) return difference;
  switch (rank) {
    case 0:
      return a - b;
    case 1:
      return values.numberOf(a) - values.numberOf(b);
    case 2:
    case 3:
      return values.nameOf(a) < values.nameOf(b) ? -1 : 1;
    case 4:
      return compareSets(values, a, b);
    case 5:
      return compareFunctions(values, a, b, kindA, kindB);
    default:
      return compareWords(values, a, b);
  }
}

/** The elements of a listed set in structural order. */
export function elementsInOrder(values: Arena, set: number): number[] {
  const elements: number[] = [];
  let integersOnly = true;
  const count = values.wordsOf(set);
  for (let i = 0; i < count; i++) {
    const element = values.word(set, i);
    elements.push(element);
    if ((element & 1) === 1) integersOnly = false;
  }
  return integersOnly ? elements : elements.sort((a, b) => compareValues(values, a, b));
}

function compareSets(values: Arena, a: number, b: number): number {
  const size = values.wordsOf(a) - values.wordsOf(b);
  if (size !== 0) return size;
  return compareLists(values, elementsInOrder(values, a), elementsInOrder(values, b));
}

function compareFunctions(values: Arena, a: number, b: number, kindA: Kind, kindB: Kind): number {
  if (kindA === kinds.tuple && kindB === kinds.tuple) {
    const size = values.wordsOf(a) - values.wordsOf(b);
    return size === 0 ? compareWords(values, a, b) : size;
  }
  const one = pairsInOrder(values, a, kindA);
  const other = pairsInOrder(values, b, kindB);
  const size = one.length - other.length;
  if (size !== 0) return size;
  for (const [i, [argument]] of one.entries()) {
    const order = compareValues(values, argument, other[i]![0]);
    if (order !== 0) return order;
  }
  for (const [i, [, value]] of one.entries()) {
    const order = compareValues(values, value, other[i]![1]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Arguments and values of a function in the order of its arguments. */
export function pairsInOrder(values: Arena, fn: number, kind: Kind = values.kindOf(fn)): [number, number][] {
  const pairs: [number, number][] = [];
  const words = values.wordsOf(fn);
  if (kind === kinds.tuple) {
    for (let i = 0; i < words; i++) pairs.push([(i + 1) * 2, values.word(fn, i)]);
    return pairs;
  }
  const count = words / 2;
  for (let i = 0; i < count; i++) pairs.push([values.word(fn, i), values.word(fn, count + i)]);
  return pairs.sort(([a], [b]) => compareValues(values, a, b));
}

function compareWords(values: Arena, a: number, b: number): number {
  const shorter = Math.min(values.wordsOf(a), values.wordsOf(b));
  for (let i = 0; i < shorter; i++) {
    const order = compareValues(values, values.word(a, i), values.word(b, i));
    if (order !== 0) return order;
  }
  return values.wordsOf(a) - values.wordsOf(b);
}

function compareLists(values: Arena, a: readonly number[], b: readonly number[]): number {
  for (const [i, element] of a.entries()) {
    const order = compareValues(values, element, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}
