/**
 * Functions: application, domain, update, `@@`. A tuple, a sequence and a record are functions, too; whatever is here takes all of them.
 */
import { type Arena, kinds, unset } from './arena.ts';
import { compareValues } from './order.ts';
import { Fault } from './fault.ts';
import { printValue } from './print.ts';

/** The value of a function, or `unset` if the argument is not in its domain. */
export function lookup(values: Arena, fn: number, argument: number): number {
  const { data } = values;
  const kind = (fn & 1) === 1 ? values.kindOf(fn) : kinds.wideInteger;
  if (kind === kinds.tuple) {
    const index = argument / 2;
    if ((argument & 1) === 1 || index < 1 || index > values.wordsOf(fn)) return unset;
    return data[(fn >>> 1) + 1 + index]!;
  }
  if (kind !== kinds.fn) throw new Fault(`expected a function, but this is ${printValue(values, fn)}`);
  const count = values.wordsOf(fn) >> 1;
  const start = (fn >>> 1) + 2;
  if (count <= 8) {
    for (let at = start; at < start + count; at++) if (data[at] === argument) return data[at + count]!;
    return unset;
  }
  let low = start;
  let high = start + count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const word = data[middle]!;
    if (word === argument) return data[middle + count]!;
    if (word < argument) low = middle + 1;
    else high = middle - 1;
  }
  return unset;
}

export function apply(values: Arena, fn: number, argument: number): number {
  const value = lookup(values, fn, argument);
  if (value !== unset) return value;
  const what = printValue(values, argument);
  if (values.is(argument, kinds.string) && values.is(fn, kinds.fn)) {
    throw new Fault(`the record ${printValue(values, fn)} has no field ${what}`);
  }
  throw new Fault(`${what} is not in the domain of ${printValue(values, fn)}`);
}

export function domainOf(values: Arena, fn: number): number {
  assertFunction(values, fn);
  const from = values.depth;
  const words = values.wordsOf(fn);
  if (values.kindOf(fn) === kinds.tuple) for (let i = 1; i <= words; i++) values.push(i * 2);
  else for (let i = 0; i < words >> 1; i++) values.push(values.word(fn, i));
  return values.intern(kinds.set, from);
}

/** `[fn EXCEPT ![argument] = value]`; outside of the domain nothing changes, as the language has it. */
export function update(values: Arena, fn: number, argument: number, value: number): number {
  assertFunction(values, fn);
  const words = values.wordsOf(fn);
  const isTuple = values.kindOf(fn) === kinds.tuple;
  const count = isTuple ? words : words >> 1;
  let at = -1;
  if (isTuple) {
    if ((argument & 1) === 0 && argument >= 2 && argument <= count * 2) at = argument / 2 - 1;
  } else {
    for (let i = 0; i < count; i++) {
      if (values.word(fn, i) === argument) {
        at = count + i;
        break;
      }
    }
  }
  if (at < 0 || values.word(fn, at) === value) return fn;
  const from = values.depth;
  for (let i = 0; i < words; i++) values.push(values.word(fn, i));
  values.stack[from + at] = value;
  return values.intern(isTuple ? kinds.tuple : kinds.fn, from);
}

/** `f @@ g`: f where it is defined, else g. */
export function merge(values: Arena, f: number, g: number): number {
  const pairs = new Map<number, number>();
  for (const fn of [g, f]) {
    assertFunction(values, fn);
    const words = values.wordsOf(fn);
    if (values.kindOf(fn) === kinds.tuple) {
      for (let i = 0; i < words; i++) pairs.set((i + 1) * 2, values.word(fn, i));
    } else {
      for (let i = 0; i < words >> 1; i++) pairs.set(values.word(fn, i), values.word(fn, (words >> 1) + i));
    }
  }
  return functionOf(values, pairs);
}

export function functionOf(values: Arena, pairs: ReadonlyMap<number, number>): number {
  const keys = [...pairs.keys()].sort((a, b) => a - b);
  const from = values.depth;
  for (const key of keys) values.push(key);
  for (const key of keys) values.push(pairs.get(key)!);
  return values.fn(from);
}

/** A record from its fields. */
export function recordOf(values: Arena, fields: Readonly<Record<string, number>>): number {
  const entries = Object.entries(fields).map(([name, value]) => [values.string(name), value] as const);
  return functionOf(values, new Map(entries));
}

export function tupleOf(values: Arena, elements: readonly number[]): number {
  const from = values.depth;
  for (const element of elements) values.push(element);
  return values.tuple(from);
}

export function setOf(values: Arena, elements: Iterable<number>): number {
  const from = values.depth;
  for (const element of elements) values.push(element);
  return values.set(from);
}

/** Of any function; in the order of the arguments. */
export function rangeInOrder(values: Arena, fn: number): number[] {
  assertFunction(values, fn);
  const words = values.wordsOf(fn);
  if (values.kindOf(fn) === kinds.tuple) return Array.from({ length: words }, (_, i) => values.word(fn, i));
  const count = words >> 1;
  const arguments_ = Array.from({ length: count }, (_, i) => i);
  arguments_.sort((a, b) => compareValues(values, values.word(fn, a), values.word(fn, b)));
  return arguments_.map((i) => values.word(fn, count + i));
}

function assertFunction(values: Arena, fn: number): void {
  if (!values.isFunction(fn)) throw new Fault(`expected a function, but this is ${printValue(values, fn)}`);
}

export function assertSequence(values: Arena, sequence: number): void {
  if (!values.is(sequence, kinds.tuple)) {
    throw new Fault(`expected a sequence, but this is ${printValue(values, sequence)}`);
  }
}
