/**
 * Values of TLA+ as 32-bit handles. An even handle is a small integer times two; an odd one points into an arena where every value stands
 * once, so that equal values have equal handles and a state is a row of integers. Everything else about values (sets, functions,
 * order, text) is a function over an arena.
 *
 * An entry is a header (kind and number of words), its hash, and its words, which are mostly handles again:
 *   set            its elements, ascending by handle
 *   tuple          its elements; every function on 1..n, the empty one included, is a tuple
 *   fn             its arguments ascending by handle, then its values in the same order; a record is one on strings
 *   symbolic sets  what they are made of, and one more word where the set of their elements is kept once somebody enumerates it
 *
 * Handles depend on the order in which values came into being. Nothing that a user sees may depend on that: see order.ts.
 * What may go wrong: an arena forgets nothing, so a run has one of its own and drops it as a whole; and it ends at 4 GB, with a {@link Fault}.
 */
import { Fault } from './fault.ts';

export const kinds = {
  boolean: 0,
  wideInteger: 1,
  string: 2,
  modelValue: 3,
  set: 4,
  tuple: 5,
  fn: 6,
  /** From here on: sets that are described, not listed. */
  interval: 7,
  powerSet: 8,
  functionSet: 9,
  recordSet: 10,
  product: 11,
  sequences: 12,
  naturals: 13,
  integers: 14,
  strings: 15,
  union: 16,
  intersection: 17,
  difference: 18,
} as const;

export type Kind = (typeof kinds)[keyof typeof kinds];

const firstSymbolic = kinds.interval;
const kindBits = 5;
const kindMask = (1 << kindBits) - 1;

/** No value: a variable that has not been assigned, a slot that has not been computed. */
export const unset = -1;
export const falseValue = 1;
export const trueValue = 5;

/** A power of two. */
export const answersKept = 1 << 14;

const smallMax = 2 ** 30 - 1;
const smallMin = -(2 ** 30);
const offsetMax = 2 ** 30 - 1;

export class Arena {
  /** Headers, hashes and words. Grows: never keep a reference over a call that may make a value. */
  data = new Int32Array(1 << 14);
  /** Where values under construction wait. */
  stack = new Int32Array(1 << 10);
  depth = 0;
  readonly names: string[] = [];
  /** Answers to `element \in set` for described sets, each in the one place for its question: set, element, answer. See symbolic.ts. */
  readonly answers = new Int32Array(3 * answersKept);

  #end = 0;
  #table = new Int32Array(1 << 12);
  #entries = 0;
  readonly #strings = new Map<string, number>();
  readonly #modelValues = new Map<string, number>();
  readonly #wide: number[] = [];
  readonly #wideIndex = new Map<number, number>();

  readonly emptySet: number;
  readonly emptyTuple: number;
  readonly booleans: number;

  constructor() {
    // Two entries without words, so that the handles of the truth values are constants.
    this.data[0] = kinds.boolean;
    this.data[2] = kinds.boolean;
    this.#end = 4;
    this.emptySet = this.intern(kinds.set, 0);
    this.emptyTuple = this.intern(kinds.tuple, 0);
    this.push(falseValue);
    this.push(trueValue);
    this.booleans = this.intern(kinds.set, 0);
  }

  /** Words in use, of four bytes each. */
  get words(): number {
    return this.#end;
  }

  /** How many values are not small integers. */
  get size(): number {
    return this.#entries;
  }

  kindOf(handle: number): Kind {
    return (this.data[handle >>> 1]! & kindMask) as Kind;
  }

  /** How many words an entry has. */
  wordsOf(handle: number): number {
    return this.data[handle >>> 1]! >>> kindBits;
  }

  is(handle: number, kind: Kind): boolean {
    return (handle & 1) === 1 && (this.data[handle >>> 1]! & kindMask) === kind;
  }

  isSymbolic(handle: number): boolean {
    return (handle & 1) === 1 && (this.data[handle >>> 1]! & kindMask) >= firstSymbolic;
  }

  isSet(handle: number): boolean {
    if ((handle & 1) === 0) return false;
    const kind = this.data[handle >>> 1]! & kindMask;
    return kind === kinds.set || kind >= firstSymbolic;
  }

  isFunction(handle: number): boolean {
    if ((handle & 1) === 0) return false;
    const kind = this.data[handle >>> 1]! & kindMask;
    return kind === kinds.tuple || kind === kinds.fn;
  }

  isInteger(handle: number): boolean {
    return (handle & 1) === 0 || (this.data[handle >>> 1]! & kindMask) === kinds.wideInteger;
  }

  isBoolean(handle: number): boolean {
    return handle === falseValue || handle === trueValue;
  }

  boolean(value: boolean): number {
    return value ? trueValue : falseValue;
  }

  integer(value: number): number {
    if (value >= smallMin && value <= smallMax) return value * 2;
    if (!Number.isSafeInteger(value)) throw new Fault('an integer beyond 2^53 cannot be represented');
    let index = this.#wideIndex.get(value);
    if (index === undefined) {
      index = this.#wide.length;
      this.#wide.push(value);
      this.#wideIndex.set(value, index);
    }
    this.push(index);
    return this.intern(kinds.wideInteger, this.depth - 1);
  }

  /** The number that an integer stands for; the handle must be one. */
  numberOf(handle: number): number {
    return (handle & 1) === 0 ? handle / 2 : this.#wide[this.data[(handle >>> 1) + 2]!]!;
  }

  string(text: string): number {
    return this.#named(this.#strings, kinds.string, text);
  }

  modelValue(name: string): number {
    return this.#named(this.#modelValues, kinds.modelValue, name);
  }

  /** The text of a string, or the name of a model value. */
  nameOf(handle: number): string {
    return this.names[this.data[(handle >>> 1) + 2]!]!;
  }

  /** The i-th word of an entry. */
  word(handle: number, index: number): number {
    return this.data[(handle >>> 1) + 2 + index]!;
  }

  push(handle: number): void {
    if (this.depth === this.stack.length) {
      const wider = new Int32Array(this.stack.length * 2);
      wider.set(this.stack);
      this.stack = wider;
    }
    this.stack[this.depth++] = handle;
  }

  /** Takes what was pushed since `from` off the stack. The words of a set must be ascending: see `set`. */
  intern(kind: Kind, from: number): number {
    const { stack } = this;
    const count = this.depth - from;
    let hash = Math.imul(kind + 1, 0x9e3779b1) ^ count;
    for (let i = from; i < this.depth; i++) {
      hash = Math.imul(hash ^ stack[i]!, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    this.depth = from;
    const header = (count << kindBits) | kind;
    const table = this.#table;
    const mask = table.length - 1;
    const { data } = this;
    let at = hash & mask;
    for (let offset = table[at]!; offset !== 0; offset = table[at]!) {
      if (data[offset + 1] === hash && data[offset] === header && this.#sameWords(offset + 2, from, count)) {
        return (offset << 1) | 1;
      }
      at = (at + 1) & mask;
    }
    return this.#append(header, hash, from, count, at);
  }

  /** The set of what was pushed since `from`, in any order, repeated or not. */
  set(from: number): number {
    const { stack, depth } = this;
    let ascending = true;
    for (let i = from + 1; i < depth; i++) {
      if (stack[i]! <= stack[i - 1]!) {
        ascending = false;
        break;
      }
    }
    if (!ascending) {
      sortRange(stack, from, depth);
      let end = from + 1;
      for (let i = from + 1; i < depth; i++) {
        if (stack[i] !== stack[end - 1]) stack[end++] = stack[i]!;
      }
      this.depth = end;
    }
    return this.intern(kinds.set, from);
  }

  tuple(from: number): number {
    return this.intern(kinds.tuple, from);
  }

  /**
   * The function from what was pushed since `from`: first the arguments, ascending and each once, then as many values.
   * It becomes a tuple if the arguments are 1..n.
   */
  fn(from: number): number {
    const { stack } = this;
    const count = (this.depth - from) >> 1;
    let isTuple = true;
    for (let i = 0; i < count; i++) {
      if (stack[from + i] !== (i + 1) * 2) {
        isTuple = false;
        break;
      }
    }
    if (!isTuple) return this.intern(kinds.fn, from);
    stack.copyWithin(from, from + count, from + 2 * count);
    this.depth = from + count;
    return this.intern(kinds.tuple, from);
  }

  /** Where a symbolic set keeps the set of its elements once it has been enumerated; 0 before. */
  enumerated(handle: number): number {
    return this.data[(handle >>> 1) + 2 + this.wordsOf(handle)]!;
  }

  keepEnumerated(handle: number, elements: number): void {
    this.data[(handle >>> 1) + 2 + this.wordsOf(handle)] = elements;
  }

  #named(known: Map<string, number>, kind: Kind, name: string): number {
    const before = known.get(name);
    if (before !== undefined) return before;
    this.push(this.names.push(name) - 1);
    const handle = this.intern(kind, this.depth - 1);
    known.set(name, handle);
    return handle;
  }

  #sameWords(offset: number, from: number, count: number): boolean {
    const { data, stack } = this;
    for (let i = 0; i < count; i++) if (data[offset + i] !== stack[from + i]) return false;
    return true;
  }

  #append(header: number, hash: number, from: number, count: number, slot: number): number {
    const offset = this.#end;
    const end = offset + count + 3;
    if (end > this.data.length) this.#grow(end);
    const { data, stack } = this;
    data[offset] = header;
    data[offset + 1] = hash;
    for (let i = 0; i < count; i++) data[offset + 2 + i] = stack[from + i]!;
    this.#end = (header & kindMask) >= firstSymbolic ? end : end - 1;
    this.#table[slot] = offset;
    this.#entries++;
    if (this.#entries * 2 > this.#table.length) this.#rehash();
    return (offset << 1) | 1;
  }

  #grow(end: number): void {
    if (end > offsetMax) throw new Fault('the values of this run take more than 4 GB');
    let length = this.data.length;
    while (length < end) length = Math.min(length * 2, offsetMax);
    const wider = new Int32Array(length);
    wider.set(this.data);
    this.data = wider;
  }

  #rehash(): void {
    const before = this.#table;
    const table = new Int32Array(before.length * 2);
    const mask = table.length - 1;
    for (const offset of before) {
      if (offset === 0) continue;
      let at = this.data[offset + 1]! & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = offset;
    }
    this.#table = table;
  }
}

function sortRange(values: Int32Array, from: number, end: number): void {
  if (end - from > 24) {
    values.subarray(from, end).sort();
    return;
  }
  for (let i = from + 1; i < end; i++) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= from && values[j]! > value) {
      values[j + 1] = values[j]!;
      j--;
    }
    values[j + 1] = value;
  }
}
