/**
 * The operators on sets. Both sides are listed unless one of them has no end: then the result is a description, too.
 */
import { type Arena, kinds } from './arena.ts';
import { contains, describe, enumerate, isFinite } from './symbolic.ts';

export function union(values: Arena, a: number, b: number): number {
  if (!isFinite(values, a) || !isFinite(values, b)) return describe(values, kinds.union, a, b);
  const one = enumerate(values, a);
  const other = enumerate(values, b);
  if (one === other) return one;
  const oneCount = values.wordsOf(one);
  const otherCount = values.wordsOf(other);
  if (otherCount === 0) return one;
  if (oneCount === 0) return other;
  const from = values.depth;
  let i = 0;
  let j = 0;
  while (i < oneCount && j < otherCount) {
    const x = values.word(one, i);
    const y = values.word(other, j);
    values.push(x < y ? x : y);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  while (i < oneCount) values.push(values.word(one, i++));
  while (j < otherCount) values.push(values.word(other, j++));
  return values.intern(kinds.set, from);
}

export function intersection(values: Arena, a: number, b: number): number {
  const finiteA = isFinite(values, a);
  if (!finiteA && !isFinite(values, b)) return describe(values, kinds.intersection, a, b);
  return finiteA ? select(values, a, b, true) : select(values, b, a, true);
}

export function difference(values: Arena, a: number, b: number): number {
  return isFinite(values, a) ? select(values, a, b, false) : describe(values, kinds.difference, a, b);
}

/** The elements of a that are, or are not, in b. */
function select(values: Arena, a: number, b: number, wanted: boolean): number {
  const base = enumerate(values, a);
  const count = values.wordsOf(base);
  const from = values.depth;
  for (let i = 0; i < count; i++) {
    const element = values.word(base, i);
    if (contains(values, b, element) === wanted) values.push(element);
  }
  return values.depth - from === count ? keep(values, from, base) : values.intern(kinds.set, from);
}

function keep(values: Arena, from: number, set: number): number {
  values.depth = from;
  return set;
}

/** `UNION set`. */
export function flatten(values: Arena, set: number): number {
  const sets = enumerate(values, set);
  const count = values.wordsOf(sets);
  if (count === 1) return values.word(sets, 0);
  const from = values.depth;
  for (let i = 0; i < count; i++) {
    const inner = enumerate(values, values.word(sets, i));
    const size = values.wordsOf(inner);
    for (let j = 0; j < size; j++) values.push(values.word(inner, j));
  }
  return values.set(from);
}
