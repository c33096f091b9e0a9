/**
 * What can be seen of a number without any search: that it was none of the sums of what had been added, and perhaps more that may have
 * been, since the start or since it was last known. A lost update is seen so.
 */
import type { Problem } from './problem.ts';
import { Reach } from './reach.ts';

const nobody = -1;

/** An operation that found what no sum comes to; -1 if there is none. */
export function unmetSum(problem: Problem): number {
  if (problem.adds === undefined) return nobody;
  const sums = new Sums(problem, problem.adds);
  const { completedCount, return: returns, call, kind, needs } = problem;
  const finding = Array.from({ length: completedCount }, (_, op) => op).filter((op) => needs[kind[op]!]!.length > 0);
  const byReturn = finding.toSorted((a, b) => returns[a]! - returns[b]!);
  let [returned, known] = [0, nobody];
  for (const op of finding) {
    while (returns[byReturn[returned]!]! < call[op]!) known = byReturn[returned++]!;
    if (!sums.lead(known, op)) return op;
  }
  return nobody;
}

class Sums {
  readonly #problem: Problem;
  readonly #adds: Float64Array;
  readonly #initial: number;
  /** Operations that add something, in the order of their calls, and the latest return of those up to each. */
  readonly #adding: readonly number[];
  readonly #latest: readonly number[];

  constructor(problem: Problem, adds: Float64Array) {
    const { model, call, return: returns, kind } = problem;
    this.#problem = problem;
    this.#adds = adds;
    this.#initial = Number(model.init());
    const adding = Array.from(call.keys()).filter((op) => adds[kind[op]!] !== 0);
    this.#adding = adding.sort((a, b) => call[a]! - call[b]!);
    let latest = -Infinity;
    this.#latest = this.#adding.map((op) => (latest = Math.max(latest, returns[op]!)));
  }

  /** Whether some sum leads from what was found by the one, or from the start, to what was found by the other, which was called later. */
  lead(before: number, after: number): boolean {
    const { call, return: returns, kind, needs, features } = this.#problem;
    const found = (op: number): number => features[needs[kind[op]!]![0]!] as number;
    const from = before === nobody ? -Infinity : call[before]!;
    const by = before === nobody ? -Infinity : returns[before]!;
    const start = before === nobody ? this.#initial : found(before) + this.#addsOf(before);
    const perhaps: number[] = [];
    let certain = 0;
    for (let at = this.#end(returns[after]!) - 1; at >= 0 && this.#latest[at]! >= from; at -= 1) {
      const op = this.#adding[at]!;
      if (op === before || op === after || returns[op]! < from) continue;
      if (call[op]! > by && returns[op]! < call[after]!) certain += this.#addsOf(op);
      else perhaps.push(this.#addsOf(op));
    }
    const reach = new Reach(start + certain);
    for (const amount of perhaps) reach.add(amount);
    return reach.has(found(after));
  }

  #addsOf(op: number): number {
    return this.#adds[this.#problem.kind[op]!]!;
  }

  /** How many were called by then. */
  #end(time: number): number {
    const { call } = this.#problem;
    let [low, high] = [0, this.#adding.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (call[this.#adding[middle]!]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
