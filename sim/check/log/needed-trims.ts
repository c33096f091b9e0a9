/**
 * Which trims of an atomic log certainly happened: the acknowledged ones, and one for each sighting of "trimmed".
 *
 * A sighting at position p that returned at r needs some trim above p at or before r. That is a disjunction, but its
 * alternatives are nested: a trim comes after every position below it was taken, and after everything that was seen
 * below it, so among those called in time the one with the lowest bound above p can be the earliest; and since some
 * trim above p came before r, that one may have come then, too. A trim of the position p alone, called in time, binds
 * even less. So each sighting follows one known trim. If that trim was never acknowledged and lies above all positions
 * that anybody saw, it shows that those below it were taken, by appends that nobody heard of again.
 */
import type { LogHistory } from '../../model/history.ts';
import { outcomeOf, sightingOf } from './outcome.ts';
import { compareTimes } from './times.ts';

export interface NeededTrims {
  /** The trims that certainly happened. */
  readonly trims: readonly number[];
  /** Per operation that saw "trimmed", the trim that it follows; -1: none was called in time, or there is no such. */
  readonly trimOf: Int32Array;
}

export const neededTrims = (history: LogHistory): NeededTrims => {
  const trimOf = new Int32Array(history.length).fill(-1);
  const acknowledged: number[] = [];
  const possible: number[] = [];
  const sightings: number[] = [];
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.op === 'trim' || op.op === 'trimCell') {
      if (outcomeOf(op) === 'ok') acknowledged.push(index);
      if (outcomeOf(op) !== 'failed') possible.push(index);
    } else if (sightingOf(op) === 'trimmed') {
      sightings.push(index);
    }
  }
  const needed = new Set(acknowledged);
  if (sightings.length > 0) {
    const single = firstOfCells(history, possible);
    const prefixes = new Prefixes(history, possible);
    sightings.sort((a, b) => history[b]!.return! - history[a]!.return!);
    for (const index of sightings) {
      const op = history[index]!;
      if (op.op !== 'read' && op.op !== 'fill') continue;
      const own = single.get(op.pos) ?? -1;
      trimOf[index] = own !== -1 && history[own]!.call <= op.return! ? own : prefixes.lowestAbove(op.pos, op.return!);
      if (trimOf[index] !== -1) needed.add(trimOf[index]);
    }
  }
  return { trims: [...needed], trimOf };
};

/** The earliest trim of each position alone. */
const firstOfCells = (history: LogHistory, trims: readonly number[]): Map<number, number> => {
  const first = new Map<number, number>();
  for (const trim of trims) {
    const op = history[trim]!;
    if (op.op !== 'trimCell') continue;
    const other = first.get(op.pos);
    if (other === undefined || op.call < history[other]!.call) first.set(op.pos, trim);
  }
  return first;
};

/** The bounds of prefix trims, from which those called too late are dropped as the time asked for goes back. */
class Prefixes {
  readonly #calls: readonly number[];
  readonly #bounds: Float64Array;
  /** Per bound, the earliest trim to it. */
  readonly #trims: readonly number[];
  readonly #byCall: Int32Array;
  /** Per bound, a bound at or above it between which and itself all are dropped. */
  readonly #next: Int32Array;
  #live: number;

  constructor(history: LogHistory, trims: readonly number[]) {
    const earliest = new Map<number, number>();
    for (const trim of trims) {
      const op = history[trim]!;
      if (op.op !== 'trim') continue;
      const other = earliest.get(op.pos);
      if (other === undefined || op.call < history[other]!.call) earliest.set(op.pos, trim);
    }
    this.#bounds = Float64Array.from(earliest.keys()).sort();
    this.#trims = Array.from(this.#bounds, (bound) => earliest.get(bound)!);
    this.#calls = this.#trims.map((trim) => history[trim]!.call);
    this.#byCall = Int32Array.from(this.#trims.keys()).sort((a, b) => compareTimes(this.#calls[a]!, this.#calls[b]!));
    this.#next = Int32Array.from({ length: this.#trims.length + 1 }, (_, rank) => rank);
    this.#live = this.#trims.length;
  }

  /** The trim with the lowest bound above `position` that was called by `time`; -1 if none. Times must not ascend. */
  lowestAbove(position: number, time: number): number {
    for (; this.#live > 0; this.#live--) {
      const latest = this.#byCall[this.#live - 1]!;
      if (this.#calls[latest]! <= time) break;
      this.#next[latest] = latest + 1;
    }
    return this.#trims[this.#find(this.#rankAbove(position))] ?? -1;
  }

  #rankAbove(position: number): number {
    let from = 0;
    let end = this.#bounds.length;
    while (from < end) {
      const middle = (from + end) >> 1;
      if (this.#bounds[middle]! <= position) from = middle + 1;
      else end = middle;
    }
    return from;
  }

  #find(rank: number): number {
    const next = this.#next;
    let root = rank;
    while (next[root] !== root) root = next[root]!;
    for (let at = rank; at !== root;) {
      const above = next[at]!;
      next[at] = root;
      at = above;
    }
    return root;
  }
}
