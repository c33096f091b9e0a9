/** What has not come out yet, of operations of a container: in the orders in which the search asks for it, and to be put back. */
import { type Contents, nobody, unknown } from './contents.ts';
import type { Ahead, Taken } from './discipline.ts';
import { Remaining } from './remaining.ts';

export class Stock implements Ahead {
  readonly taken: Taken[] = [];
  readonly removalsByCall: Remaining;
  readonly removalsByReturn: Remaining;
  readonly insertionsByCall: Remaining;
  readonly insertionsByReturn: Remaining;
  /** One list per value, by return. */
  readonly insertionsOf: Remaining;
  /** Insertions that never returned, by call. */
  readonly late: readonly number[];
  /** Removals of which nobody knows what they took, by call; they are taken in this order. */
  readonly unknownRemovals: readonly number[];
  unknownTaken = 0;
  /** By value: those of `late` with the value, in the order in which they are taken, and how many are. */
  readonly #lateOf: readonly (readonly number[])[];
  readonly #lateTaken: Int32Array;
  /** By value: removals that took it at any time, or never. */
  readonly #forgottenOf: readonly (readonly number[])[];
  readonly #forgottenTaken: Int32Array;
  readonly #contents: Contents;
  readonly #isTaken: Uint8Array;

  constructor(contents: Contents) {
    this.#contents = contents;
    const { call, return: returns, value, values, isInsertion, completedCount } = contents;
    const count = call.length;
    const operations = Array.from(call.keys());
    const byCall = (a: number, b: number): number => call[a]! - call[b]! || a - b;
    const byReturn = (a: number, b: number): number => returns[a]! - returns[b]! || a - b;
    const perValue = (all: readonly number[]): number[][] => {
      const lists: number[][] = values.map(() => []);
      for (const op of all) lists[value[op]!]!.push(op);
      return lists;
    };
    const completed = operations.slice(0, completedCount);
    const insertions = completed.filter((op) => isInsertion[op] === 1).sort(byReturn);
    const removals = completed.filter((op) => isInsertion[op] === 0).sort(byReturn);
    this.insertionsByReturn = new Remaining(count, [insertions]);
    this.insertionsOf = new Remaining(count, perValue(insertions));
    this.insertionsByCall = new Remaining(count, [insertions.toSorted(byCall)]);
    this.removalsByReturn = new Remaining(count, [removals]);
    this.removalsByCall = new Remaining(count, [removals.toSorted(byCall)]);
    const others = operations.slice(completedCount).sort(byCall);
    this.late = others.filter((op) => isInsertion[op] === 1);
    this.#lateOf = perValue(this.late);
    this.#lateTaken = new Int32Array(values.length);
    this.unknownRemovals = others.filter((op) => value[op] === unknown);
    this.#forgottenOf = perValue(others.filter((op) => isInsertion[op] === 0 && value[op] !== unknown));
    this.#forgottenTaken = new Int32Array(values.length);
    this.#isTaken = new Uint8Array(count);
  }

  isTaken(op: number): boolean {
    return this.#isTaken[op] === 1;
  }

  returnsIn(from: number, to: number): boolean {
    const { return: returns } = this.#contents;
    let op = this.insertionsByReturn.first();
    while (op !== nobody && returns[op]! < from) op = this.insertionsByReturn.next(op);
    return op !== nobody && returns[op]! < to;
  }

  lastCall(by: number): number {
    const { call } = this.#contents;
    let last = -1;
    let op = this.insertionsByCall.first();
    for (; op !== nobody && call[op]! <= by; op = this.insertionsByCall.next(op)) last = call[op]!;
    for (const other of this.late) {
      if (call[other]! > by) break;
      if (call[other]! > last && !this.isTaken(other)) last = call[other]!;
    }
    return last;
  }

  /** The insertion that never returned of those with this value that is called first. */
  lateOf(value: number): number | undefined {
    return this.#lateOf[value]![this.#lateTaken[value]!];
  }

  forgottenCount(value: number): number {
    return this.#forgottenOf[value]!.length - this.#forgottenTaken[value]!;
  }

  /** Removals of unknown time or outcome for the values of these insertions, in their order; undefined if there are too few. */
  removalsFor(insertions: readonly number[]): Taken[] | undefined {
    const { value } = this.#contents;
    const taken: Taken[] = [];
    const forgotten = new Map<number, number>();
    let unknownTaken = this.unknownTaken;
    for (const insertion of insertions) {
      const own = value[insertion]!;
      const at = forgotten.get(own) ?? this.#forgottenTaken[own]!;
      let removal = this.#forgottenOf[own]![at];
      if (removal !== undefined) forgotten.set(own, at + 1);
      else removal = this.unknownRemovals[unknownTaken++];
      if (removal === undefined) return undefined;
      taken.push({ insertion, removal });
    }
    return taken;
  }

  take(taken: Taken): void {
    this.taken.push(taken);
    const { completedCount } = this.#contents;
    const { insertion, removal } = taken;
    this.#isTaken[removal] = 1;
    if (removal >= completedCount) this.#count(removal, 1);
    else {
      this.removalsByCall.remove(removal);
      this.removalsByReturn.remove(removal);
    }
    if (insertion === nobody) return;
    this.#isTaken[insertion] = 1;
    if (insertion >= completedCount) this.#count(insertion, 1);
    else {
      this.insertionsByCall.remove(insertion);
      this.insertionsByReturn.remove(insertion);
      this.insertionsOf.remove(insertion);
    }
  }

  /** Puts back what was taken last. */
  undo(): Taken {
    const taken = this.taken.pop()!;
    const { completedCount } = this.#contents;
    const { insertion, removal } = taken;
    if (insertion !== nobody) {
      this.#isTaken[insertion] = 0;
      if (insertion >= completedCount) this.#count(insertion, -1);
      else {
        this.insertionsOf.restore(insertion);
        this.insertionsByReturn.restore(insertion);
        this.insertionsByCall.restore(insertion);
      }
    }
    this.#isTaken[removal] = 0;
    if (removal >= completedCount) this.#count(removal, -1);
    else {
      this.removalsByReturn.restore(removal);
      this.removalsByCall.restore(removal);
    }
    return taken;
  }

  #count(op: number, difference: 1 | -1): void {
    const { value, isInsertion } = this.#contents;
    const own = value[op]!;
    if (own === unknown) this.unknownTaken += difference;
    else (isInsertion[op] === 1 ? this.#lateTaken : this.#forgottenTaken)[own]! += difference;
  }
}
