/**
 * The configurations that a search through removals has been in: what was taken, known by 128 bits (configuration-set.ts), and the places
 * that were left. Since no step leads back, nothing came of any of them; nor does anything come of one in which less is possible.
 */
import type { ConfigurationKey } from '../configuration-set.ts';
import type { Discipline } from './discipline.ts';

interface Seen<Places> {
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
  readonly places: Places;
  /** Another one with the same first 32 bits. */
  readonly next: Seen<Places> | undefined;
}

export class PlacesSeen<Places> {
  size = 0;
  readonly #discipline: Discipline<Places>;
  readonly #byFirst = new Map<number, Seen<Places>>();

  constructor(discipline: Discipline<Places>) {
    this.#discipline = discipline;
  }

  /** Adds a configuration, unless one after the same was taken is there from which all can follow that can from this one. */
  add({ lanes }: ConfigurationKey, places: Places): boolean {
    const [first, second, third, fourth] = [lanes[0]!, lanes[1]!, lanes[2]!, lanes[3]!];
    const chain = this.#byFirst.get(first);
    for (let seen = chain; seen !== undefined; seen = seen.next) {
      if (seen.second !== second || seen.third !== third || seen.fourth !== fourth) continue;
      if (this.#discipline.isAsGood(seen.places, places)) return false;
    }
    this.#byFirst.set(first, { second, third, fourth, places, next: chain });
    this.size += 1;
    return true;
  }
}
