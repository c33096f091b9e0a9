/**
 * Source-DPOR with sleep sets (Abdulla, Aronis, Jonsson and Sagonas, "Optimal Dynamic Partial Order Reduction", POPL 2014): of all
 * executions that differ only in the order of independent steps it runs at least one, and few more.
 *
 * It runs one execution to its end and looks for races in it: dependent steps that could have come in the other order. Where each of
 * them began, one choice is noted from which the other order can be reached, unless one is there already (a source set). What was
 * tried at a place sleeps there, until something dependent wakes it: a choice that sleeps leads to nothing new.
 *
 * A step here is a process of its own that takes one step: a datagram, a timer. What the paper leaves out is that a step may make
 * another impossible, as a reply does that cancels its timer. The one that never happened cannot be found in a race. So it is taken
 * for one that did happen, without effect, some time after: the race with what disabled it is looked at right there, and again
 * after every step that it could have come behind had it not been disabled.
 *
 * Executions must be finite, and a choice must be possible until it is made or disabled.
 */
import { HappensBefore } from './happens-before.ts';
import type { Dependent, Scheduler, Step } from './step.ts';

/** A place in the execution under way where a choice was made. */
interface Place<Footprint> {
  chosen: number;
  /** What must be tried here. */
  readonly source: Set<number>;
  /** What need not be tried here, with what it touched when it was. */
  readonly asleep: Map<number, Footprint>;
}

export class SourceSets<Footprint> implements Scheduler<Footprint> {
  /** Whether the execution was given up because everything possible was asleep. */
  blocked = false;
  readonly #dependent: Dependent<Footprint>;
  readonly #order: HappensBefore<Footprint>;
  readonly #places: Place<Footprint>[] = [];
  /** Steps of the execution under way. Those of the one before that it repeats need not be looked at again. */
  #depth = 0;

  constructor(dependent: Dependent<Footprint>) {
    this.#dependent = dependent;
    this.#order = new HappensBefore(dependent);
  }

  get depth(): number {
    return this.#depth;
  }

  choose(possible: readonly number[]): number | undefined {
    const depth = this.#depth;
    const known = this.#places[depth];
    if (known !== undefined) {
      if (possible.includes(known.chosen)) return known.chosen;
      throw new Error(`the execution does not repeat: choice ${depth} is not possible any more`);
    }
    const asleep = this.#stillAsleep(depth);
    // To go on with what came last leads to fewer executions that are given up than to begin with something else.
    const chosen = possible.findLast((id) => !asleep.has(id));
    if (chosen === undefined) {
      this.blocked = possible.length > 0;
      return undefined;
    }
    this.#places.push({ chosen, source: new Set([chosen]), asleep });
    return chosen;
  }

  ran(step: Step<Footprint>): void {
    const place = this.#depth;
    this.#depth += 1;
    if (place < this.#order.length) return;
    for (const earlier of this.#order.add(step)) this.#note(earlier, this.#without(earlier, place));
    for (const { id } of step.disabled) (this.#places[place] as Place<Footprint>).source.add(id);
    this.#noteDisabled(place, step.footprint);
  }

  /** The execution is over. Prepares the next; false: there is none that would show anything new. */
  next(): boolean {
    this.blocked = false;
    this.#depth = 0;
    for (let place = this.#places.pop(); place !== undefined; place = this.#places.pop()) {
      const depth = this.#places.length;
      place.asleep.set(place.chosen, this.#order.step(depth).footprint);
      const chosen = firstOf(place.source, place.asleep);
      if (chosen === undefined) continue;
      place.chosen = chosen;
      this.#places.push(place);
      this.#order.truncate(depth);
      return true;
    }
    return false;
  }

  /** What slept at the place before, unless the step taken there woke it. */
  #stillAsleep(depth: number): Map<number, Footprint> {
    const asleep = new Map<number, Footprint>();
    if (depth === 0) return asleep;
    const { footprint } = this.#order.step(depth - 1);
    for (const [id, sleeping] of (this.#places[depth - 1] as Place<Footprint>).asleep) {
      if (!this.#dependent(footprint, sleeping) && !this.#dependent(sleeping, footprint)) asleep.set(id, sleeping);
    }
    return asleep;
  }

  /** The races of what was disabled earlier, if it had come behind the step at `place`. */
  #noteDisabled(place: number, footprint: Footprint): void {
    for (let earlier = 0; earlier < place; earlier += 1) {
      const { disabled } = this.#order.step(earlier);
      if (disabled.length === 0 || this.#order.holds(earlier, place)) continue;
      if (disabled.some((gone) => this.#dependent(footprint, gone.footprint)))
        this.#note(earlier, this.#without(earlier, place));
    }
  }

  /** What could have happened without the step at `earlier`, up to and with the one at `last`. */
  #without(earlier: number, last: number): readonly number[] {
    const places: number[] = [];
    for (let place = earlier + 1; place < last; place += 1) if (!this.#order.holds(earlier, place)) places.push(place);
    places.push(last);
    return places;
  }

  /** Makes sure that some execution has the steps at `places` before that at `earlier`. */
  #note(earlier: number, places: readonly number[]): void {
    const order = this.#order;
    // What of it could have come first: from any of these the other order can be reached.
    const initials = places.filter((place) => !places.some((other) => other < place && order.holds(other, place)));
    const { source, asleep } = this.#places[earlier] as Place<Footprint>;
    const covered = initials.some((place) => {
      const { id } = order.step(place);
      return source.has(id) || asleep.has(id);
    });
    if (!covered) source.add(order.step(initials.at(-1) as number).id);
  }
}

function firstOf(source: ReadonlySet<number>, asleep: ReadonlyMap<number, unknown>): number | undefined {
  for (const id of source) if (!asleep.has(id)) return id;
  return undefined;
}
