/**
 * Sets that are described and not listed: `1..n`, `SUBSET S`, `[S -> T]`, `[a : S]`, `S \X T`, `Seq(S)`, Nat, Int, STRING, and unions,
 * intersections and differences of what has no end. Membership never lists them. Where a value has to be one among others (in a state, in
 * a set, beside `=`), it is listed once and the list is kept.
 *
 * What may go wrong, always as a {@link Fault}: an infinite set has to be listed, or a finite one is larger than anybody wants to wait for.
 */
import { type Arena, type Kind, answersKept, kinds, unset } from './arena.ts';
import { Fault } from './fault.ts';
import { printValue } from './print.ts';

const listedMax = 10_000_000;

/** A value as it can stand in a state or a set. Infinite sets stay what they are: only their description can be compared. */
export function listed(values: Arena, handle: number): number {
  if (!values.isSymbolic(handle) || !isFinite(values, handle)) return handle;
  return enumerate(values, handle);
}

/** The set of the elements of a set. */
export function enumerate(values: Arena, handle: number): number {
  if (!values.isSymbolic(handle)) {
    if (!values.is(handle, kinds.set)) throw new Fault(`expected a set, but this is ${printValue(values, handle)}`);
    return handle;
  }
  const known = values.enumerated(handle);
  if (known !== 0) return known;
  const elements = enumerateSymbolic(values, handle);
  values.keepEnumerated(handle, elements);
  return elements;
}

function enumerateSymbolic(values: Arena, handle: number): number {
  const count = cardinality(values, handle);
  if (count > listedMax) throw new Fault(`${printValue(values, handle)} has ${count} elements, too many to list`);
  const kind = values.kindOf(handle);
  const from = values.depth;
  switch (kind) {
    case kinds.interval: {
      const high = values.numberOf(values.word(handle, 1));
      for (let i = values.numberOf(values.word(handle, 0)); i <= high; i++) values.push(values.integer(i));
      return values.set(from);
    }
    case kinds.powerSet:
      return listSubsets(values, enumerate(values, values.word(handle, 0)));
    case kinds.functionSet: {
      const domain = enumerate(values, values.word(handle, 0));
      const range = enumerate(values, values.word(handle, 1));
      const keys = wordsOf(values, domain, 0, values.wordsOf(domain));
      return listFunctions(values, keys, Array<number>(keys.length).fill(range));
    }
    case kinds.recordSet: {
      const fields = values.wordsOf(handle) / 2;
      const keys = wordsOf(values, handle, 0, fields);
      const ranges = wordsOf(values, handle, fields, fields).map((range) => enumerate(values, range));
      return listFunctions(values, keys, ranges);
    }
    case kinds.product: {
      const factors = values.wordsOf(handle);
      const keys = Array.from({ length: factors }, (_, i) => (i + 1) * 2);
      const ranges = wordsOf(values, handle, 0, factors).map((range) => enumerate(values, range));
      return listFunctions(values, keys, ranges);
    }
    case kinds.sequences:
      // Only over the empty set is it finite.
      values.push(values.emptyTuple);
      return values.set(from);
    default:
      return listCombination(values, kind, values.word(handle, 0), values.word(handle, 1));
  }
}

function wordsOf(values: Arena, handle: number, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => values.word(handle, from + i));
}

function listSubsets(values: Arena, base: number): number {
  const count = values.wordsOf(base);
  const from = values.depth;
  const subsets = 2 ** count;
  for (let members = 0; members < subsets; members++) {
    const start = values.depth;
    for (let i = 0; i < count; i++) if ((members & (1 << i)) !== 0) values.push(values.word(base, i));
    values.push(values.intern(kinds.set, start));
  }
  return values.set(from);
}

/** All functions that give each of the ascending keys an element of the listed range beside it. */
function listFunctions(values: Arena, keys: readonly number[], ranges: readonly number[]): number {
  const from = values.depth;
  const sizes = ranges.map((range) => values.wordsOf(range));
  if (sizes.includes(0)) return values.emptySet;
  const chosen = keys.map(() => 0);
  for (;;) {
    const start = values.depth;
    for (const key of keys) values.push(key);
    for (const [i, range] of ranges.entries()) values.push(values.word(range, chosen[i]!));
    values.push(values.fn(start));
    let i = keys.length - 1;
    while (i >= 0 && ++chosen[i]! === sizes[i]) chosen[i--] = 0;
    if (i < 0) return values.set(from);
  }
}

/** A union of finite sets, or the part of a finite set that is, or is not, in another one. */
function listCombination(values: Arena, kind: Kind, a: number, b: number): number {
  const from = values.depth;
  if (kind === kinds.union) {
    pushElements(values, enumerate(values, a));
    pushElements(values, enumerate(values, b));
    return values.set(from);
  }
  const fromFirst = kind === kinds.difference || isFinite(values, a);
  const base = enumerate(values, fromFirst ? a : b);
  const other = fromFirst ? b : a;
  const count = values.wordsOf(base);
  for (let i = 0; i < count; i++) {
    const element = values.word(base, i);
    if (contains(values, other, element) === (kind === kinds.intersection)) values.push(element);
  }
  return values.set(from);
}

function pushElements(values: Arena, set: number): void {
  const count = values.wordsOf(set);
  for (let i = 0; i < count; i++) values.push(values.word(set, i));
}

/** Whether the set has an end; without listing it. */
export function isFinite(values: Arena, set: number): boolean {
  if (!values.isSymbolic(set) || values.enumerated(set) !== 0) return true;
  switch (values.kindOf(set)) {
    case kinds.interval:
      return true;
    case kinds.powerSet:
      return isFinite(values, values.word(set, 0));
    case kinds.functionSet: {
      if (!isFinite(values, values.word(set, 0))) return isEmptyOrSmaller(values, values.word(set, 1), 1);
      return isFinite(values, values.word(set, 1)) || isEmptyOrSmaller(values, values.word(set, 0), 0);
    }
    case kinds.recordSet: {
      const fields = values.wordsOf(set) / 2;
      return wordsOf(values, set, fields, fields).every((range) => isFinite(values, range));
    }
    case kinds.product:
      return wordsOf(values, set, 0, values.wordsOf(set)).every((range) => isFinite(values, range));
    case kinds.sequences:
      return isEmptyOrSmaller(values, values.word(set, 0), 0);
    case kinds.union:
      return isFinite(values, values.word(set, 0)) && isFinite(values, values.word(set, 1));
    case kinds.intersection:
      return isFinite(values, values.word(set, 0)) || isFinite(values, values.word(set, 1));
    case kinds.difference:
      return isFinite(values, values.word(set, 0));
    default:
      return false;
  }
}

function isEmptyOrSmaller(values: Arena, set: number, count: number): boolean {
  return isFinite(values, set) && cardinality(values, set) <= count;
}

/** How many elements; listed only if there is no other way. Of an infinite set a fault. */
export function cardinality(values: Arena, set: number): number {
  if (!values.isSymbolic(set)) {
    if (!values.is(set, kinds.set)) throw new Fault(`expected a set, but this is ${printValue(values, set)}`);
    return values.wordsOf(set);
  }
  if (!isFinite(values, set)) throw new Fault(`${printValue(values, set)} is infinite and cannot be listed`);
  switch (values.kindOf(set)) {
    case kinds.interval:
      return Math.max(0, values.numberOf(values.word(set, 1)) - values.numberOf(values.word(set, 0)) + 1);
    case kinds.powerSet:
      return powerOf(2, cardinality(values, values.word(set, 0)));
    case kinds.functionSet:
      return powerOf(cardinality(values, values.word(set, 1)), cardinality(values, values.word(set, 0)));
    case kinds.recordSet: {
      const fields = values.wordsOf(set) / 2;
      return wordsOf(values, set, fields, fields).reduce((product, range) => product * cardinality(values, range), 1);
    }
    case kinds.product: {
      const factors = wordsOf(values, set, 0, values.wordsOf(set));
      return factors.reduce((product, range) => product * cardinality(values, range), 1);
    }
    case kinds.sequences:
      return 1;
    case kinds.union:
    case kinds.intersection:
    case kinds.difference:
      return values.wordsOf(enumerate(values, set));
    default:
      throw new Fault(`${printValue(values, set)} is infinite and cannot be listed`);
  }
}

function powerOf(base: number, exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent && power < 2 ** 53; i++) power *= base;
  return power;
}

/** `element \in set`, without listing the set. The element is no symbolic set. */
export function contains(values: Arena, set: number, element: number): boolean {
  if ((set & 1) === 1) {
    const { data } = values;
    const kind = values.kindOf(set);
    if (kind === kinds.set) {
      let low = (set >>> 1) + 2;
      let high = low + values.wordsOf(set) - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const word = data[middle]!;
        if (word === element) return true;
        if (word < element) low = middle + 1;
        else high = middle - 1;
      }
      return false;
    }
    if (kind >= kinds.interval) {
      const worthKeeping = kind < kinds.naturals && kind > kinds.interval && (element & 1) === 1;
      return worthKeeping ? answered(values, kind, set, element) : containsSymbolic(values, kind, set, element);
    }
  }
  throw new Fault(`expected a set behind \\in, but this is ${printValue(values, set)}`);
}

/** Type invariants ask the same of the same parts of states again and again, so the last answers are kept. */
function answered(values: Arena, kind: Kind, set: number, element: number): boolean {
  const { answers } = values;
  const hash = Math.imul(set, 0x9e3779b1) ^ Math.imul(element, 0x85ebca6b);
  const at = ((hash ^ (hash >>> 15)) & (answersKept - 1)) * 3;
  if (answers[at] === set && answers[at + 1] === element) return answers[at + 2] === 1;
  const answer = containsSymbolic(values, kind, set, element);
  answers[at] = set;
  answers[at + 1] = element;
  answers[at + 2] = answer ? 1 : 0;
  return answer;
}

function containsSymbolic(values: Arena, kind: Kind, set: number, element: number): boolean {
  switch (kind) {
    case kinds.interval: {
      if (!values.isInteger(element)) return false;
      const number = values.numberOf(element);
      return values.numberOf(values.word(set, 0)) <= number && number <= values.numberOf(values.word(set, 1));
    }
    case kinds.powerSet:
      return values.isSet(element) && isSubset(values, element, values.word(set, 0));
    case kinds.functionSet:
      return isFunctionInto(values, element, values.word(set, 0), values.word(set, 1));
    case kinds.recordSet: {
      const fields = values.wordsOf(set) / 2;
      if (!values.is(element, kinds.fn) || values.wordsOf(element) !== 2 * fields) return false;
      for (let i = 0; i < fields; i++) if (values.word(element, i) !== values.word(set, i)) return false;
      for (let i = 0; i < fields; i++) {
        if (!contains(values, values.word(set, fields + i), values.word(element, fields + i))) return false;
      }
      return true;
    }
    case kinds.product: {
      const factors = values.wordsOf(set);
      if (!values.is(element, kinds.tuple) || values.wordsOf(element) !== factors) return false;
      for (let i = 0; i < factors; i++) {
        if (!contains(values, values.word(set, i), values.word(element, i))) return false;
      }
      return true;
    }
    case kinds.sequences: {
      if (!values.is(element, kinds.tuple)) return false;
      const base = values.word(set, 0);
      const length = values.wordsOf(element);
      for (let i = 0; i < length; i++) if (!contains(values, base, values.word(element, i))) return false;
      return true;
    }
    case kinds.naturals:
      return values.isInteger(element) && values.numberOf(element) >= 0;
    case kinds.integers:
      return values.isInteger(element);
    case kinds.strings:
      return values.is(element, kinds.string);
    case kinds.union:
      return contains(values, values.word(set, 0), element) || contains(values, values.word(set, 1), element);
    case kinds.intersection:
      return contains(values, values.word(set, 0), element) && contains(values, values.word(set, 1), element);
    default:
      return contains(values, values.word(set, 0), element) && !contains(values, values.word(set, 1), element);
  }
}

function isFunctionInto(values: Arena, element: number, domain: number, range: number): boolean {
  if (!values.isFunction(element)) return false;
  const words = values.wordsOf(element);
  if (values.kindOf(element) === kinds.tuple) {
    if (!isOneTo(values, domain, words)) return false;
    for (let i = 0; i < words; i++) if (!contains(values, range, values.word(element, i))) return false;
    return true;
  }
  if (!isFinite(values, domain)) return false;
  const keys = enumerate(values, domain);
  const count = words / 2;
  if (values.wordsOf(keys) !== count) return false;
  for (let i = 0; i < count; i++) if (values.word(keys, i) !== values.word(element, i)) return false;
  for (let i = 0; i < count; i++) if (!contains(values, range, values.word(element, count + i))) return false;
  return true;
}

function isOneTo(values: Arena, domain: number, count: number): boolean {
  if (!isFinite(values, domain) || cardinality(values, domain) !== count) return false;
  const keys = enumerate(values, domain);
  for (let i = 0; i < count; i++) if (values.word(keys, i) !== (i + 1) * 2) return false;
  return true;
}

/** `a \subseteq b`. */
export function isSubset(values: Arena, a: number, b: number): boolean {
  if (a === b) return true;
  if (values.isSymbolic(a)) {
    if (values.is(a, kinds.powerSet) && values.is(b, kinds.powerSet)) {
      return isSubset(values, values.word(a, 0), values.word(b, 0));
    }
    if (values.is(a, kinds.naturals) && values.is(b, kinds.integers)) return true;
  }
  const elements = enumerate(values, a);
  const count = values.wordsOf(elements);
  for (let i = 0; i < count; i++) if (!contains(values, b, values.word(elements, i))) return false;
  return true;
}

/** A symbolic set of one word, or two. */
export function describe(values: Arena, kind: Kind, a: number, b: number = unset): number {
  const from = values.depth;
  values.push(a);
  if (b !== unset) values.push(b);
  return values.intern(kind, from);
}
