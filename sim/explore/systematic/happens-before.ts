/**
 * Which steps of one execution had to come before which others: the least order that has every step after the one that made it possible,
 * and dependent steps as they were. One row of bits per step; executions are short.
 */
import type { Dependent, Step } from './step.ts';

const WORD_BITS = 32;

export class HappensBefore<Footprint> {
  readonly #dependent: Dependent<Footprint>;
  readonly #steps: Step<Footprint>[] = [];
  readonly #rows: Uint32Array[] = [];

  constructor(dependent: Dependent<Footprint>) {
    this.#dependent = dependent;
  }

  get length(): number {
    return this.#steps.length;
  }

  step(place: number): Step<Footprint> {
    return this.#steps[place] as Step<Footprint>;
  }

  /** Forgets all steps from `place` on. */
  truncate(place: number): void {
    this.#steps.length = place;
  }

  /**
   * Adds the step that came next. Returns the places of those it is in a race with, last first: they are dependent, and nothing
   * between them says that they had to come in this order.
   */
  add(step: Step<Footprint>): readonly number[] {
    const place = this.#steps.length;
    const row = this.#clearRow(place);
    const races: number[] = [];
    for (let before = place - 1; before >= 0; before -= 1) {
      const created = step.createdBy.includes(before);
      if (has(row, before) && !created) continue;
      const earlier = this.step(before);
      if (!created && !this.#dependent(earlier.footprint, step.footprint)) continue;
      if (!created) races.push(before);
      include(row, this.#rows[before] as Uint32Array);
      row[before >>> 5] = (row[before >>> 5] as number) | (1 << (before % WORD_BITS));
    }
    this.#steps.push(step);
    return races;
  }

  /** Whether the step at `before` had to come before that at `place`. */
  holds(before: number, place: number): boolean {
    return has(this.#rows[place] as Uint32Array, before);
  }

  #clearRow(place: number): Uint32Array {
    const words = (place >>> 5) + 1;
    const row = this.#rows[place];
    if (row !== undefined) return row.fill(0);
    const fresh = new Uint32Array(words);
    this.#rows[place] = fresh;
    return fresh;
  }
}

function has(row: Uint32Array, place: number): boolean {
  return (((row[place >>> 5] as number) >>> (place % WORD_BITS)) & 1) === 1;
}

function include(row: Uint32Array, other: Uint32Array): void {
  for (let word = 0; word < other.length; word += 1) row[word] = (row[word] as number) | (other[word] as number);
}
