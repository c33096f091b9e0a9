/**
 * What can be seen ahead by counting, value by value. Up to the return of any removal, no more has come out than went in; and where that
 * needs a value that lies deep, or where a removal finds nothing, all that lies above it has come out before.
 */
import { type Contents, nobody, nothing } from './contents.ts';
import type { Discipline } from './discipline.ts';
import type { Stock } from './stock.ts';

/** How many removals are looked at. */
const aheadMax = 32;

export class Shortage<Places> {
  readonly #contents: Contents;
  readonly #discipline: Discipline<Places>;
  readonly #stock: Stock;
  /** By value: how many must come out of what is in already, how many removals there are for it, and how many must come out at all. */
  readonly #needed: Int32Array;
  readonly #removals: Int32Array;
  readonly #gone: Int32Array;

  constructor(contents: Contents, discipline: Discipline<Places>, stock: Stock) {
    this.#contents = contents;
    this.#discipline = discipline;
    this.#stock = stock;
    this.#needed = new Int32Array(contents.values.length);
    this.#removals = new Int32Array(contents.values.length);
    this.#gone = new Int32Array(contents.values.length);
  }

  /** Whether some removal cannot be answered as it was, after everything that took effect by `end`. */
  isCertain(places: Places, end: number): boolean {
    const { call, return: returns, value, values } = this.#contents;
    const { removalsByCall, removalsByReturn, insertionsByCall, late, unknownRemovals } = this.#stock;
    const [needed, removals, gone] = [this.#needed, this.#removals, this.#gone];
    needed.fill(0);
    gone.fill(0);
    for (let number = 0; number < values.length; number += 1) removals[number] = this.#stock.forgottenCount(number);
    const old = this.#insertionsBefore(end);
    let insertion = insertionsByCall.first();
    let removal = removalsByCall.first();
    let [lateAt, unknownAt, depth, ahead] = [0, this.#stock.unknownTaken, old.length, 0];
    for (let op = removalsByReturn.first(); op !== nobody && ahead < aheadMax; op = removalsByReturn.next(op)) {
      ahead += 1;
      const by = returns[op]!;
      for (; insertion !== nobody && call[insertion]! <= by; insertion = insertionsByCall.next(insertion))
        if (returns[insertion]! >= end) needed[value[insertion]!]! -= 1;
      for (; lateAt < late.length && call[late[lateAt]!]! <= by; lateAt += 1)
        if (!this.#stock.isTaken(late[lateAt]!)) needed[value[late[lateAt]!]!]! -= 1;
      for (; removal !== nobody && call[removal]! <= by; removal = removalsByCall.next(removal))
        if (value[removal] !== nothing) removals[value[removal]!]! += 1;
      while (unknownAt < unknownRemovals.length && call[unknownRemovals[unknownAt]!]! <= by) unknownAt += 1;

      if (value[op] === nothing) {
        depth = 0;
        gone.fill(0);
        for (const one of this.#insertionsBefore(Math.max(end, call[op]!))) gone[value[one]!]! += 1;
      } else if ((needed[value[op]!]! += 1) > 0) {
        const deep = this.#deepest(old, value[op]!, needed[value[op]!]!);
        if (deep === -1) return true;
        if (deep < depth) {
          depth = deep;
          gone.fill(0);
          const before = this.#insertionsBefore(Math.max(end, this.#firstCall(op)));
          for (const one of this.#discipline.above(places, before, old[deep]!)) gone[value[one]!]! += 1;
        }
      }
      if (this.#excess() > unknownAt - this.#stock.unknownTaken) return true;
    }
    return false;
  }

  /** The insertions that returned before a time, in the order of their returns. */
  #insertionsBefore(time: number): number[] {
    const { return: returns } = this.#contents;
    const { insertionsByReturn } = this.#stock;
    const before: number[] = [];
    for (let op = insertionsByReturn.first(); op !== nobody && returns[op]! < time; op = insertionsByReturn.next(op))
      before.push(op);
    return before;
  }

  /** The first call of the removals of the same value that return no later. */
  #firstCall(removal: number): number {
    const { call, value } = this.#contents;
    const { removalsByReturn } = this.#stock;
    let earliest = call[removal]!;
    for (let op = removalsByReturn.first(); op !== removal; op = removalsByReturn.next(op))
      if (value[op] === value[removal]) earliest = Math.min(earliest, call[op]!);
    return earliest;
  }

  /** Where in `old`, counted from the last, so many of a value are reached; -1 if there are fewer. */
  #deepest(old: readonly number[], value: number, count: number): number {
    let left = count;
    for (let at = old.length - 1; at >= 0; at -= 1) {
      if (this.#contents.value[old[at]!] === value) left -= 1;
      if (left === 0) return at;
    }
    return -1;
  }

  /** How many must come out by removals of which nobody knows what they took. */
  #excess(): number {
    let excess = 0;
    for (let value = 0; value < this.#gone.length; value += 1)
      excess += Math.max(0, this.#gone[value]! - this.#removals[value]!);
    return excess;
  }
}
