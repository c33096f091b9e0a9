/**
 * Decides histories of containers, whose values may repeat, by a search through the orders of their removals: which comes next, and who had
 * put in what it took. Where the insertions stand is settled as late as can be, by the discipline of the container, so that no order of
 * them is ever guessed; and what a container holds is what has been put in and not been taken, whatever its order.
 *
 * Operations of unknown outcome are taken only where they are needed: an insertion right when its value comes out, and a removal right before
 * one that could not be otherwise, to take what would be left without a place.
 */
import type { AnyOperation, Container } from '../../model.ts';
import { ConfigurationKey, purposes } from '../configuration-set.ts';
import type { Problem } from '../problem.ts';
import type { SearchRule } from '../rules.ts';
import { type Contents, contentsOf, nobody, nothing } from './contents.ts';
import type { Discipline, Taken } from './discipline.ts';
import { firstIn } from './first-in.ts';
import { lastIn } from './last-in.ts';
import { least } from './least.ts';
import { PlacesSeen } from './places-seen.ts';
import { Shortage } from './shortage.ts';
import { Stock } from './stock.ts';

/** Operations by their number in the problem. */
export type RemovalResult = {
  readonly configurations: number;
  readonly rememberedMost: number;
} & (
  | { readonly result: 'legal'; readonly order: readonly number[] }
  /** The removal with the latest return that could not be passed. */
  | { readonly result: 'illegal'; readonly stuckAt: number }
  | { readonly result: 'unknown'; readonly appliedMost: number }
);

export function searchRemovals(
  problem: Problem,
  container: Container<AnyOperation>,
  configurationsMax: number,
  disabled: ReadonlySet<SearchRule>,
): RemovalResult {
  const contents = contentsOf(problem, container);
  switch (container.removes) {
    case 'first in':
      return new RemovalSearch(contents, firstIn(contents), disabled).run(configurationsMax);
    case 'last in':
      return new RemovalSearch(contents, lastIn(contents), disabled).run(configurationsMax);
    case 'least':
      return new RemovalSearch(contents, least(contents), disabled).run(configurationsMax);
  }
}

/** What took effect, and what can be next. */
interface Frame<Places> {
  readonly places: Places;
  /** Nothing that is still to come out does so before. */
  readonly end: number;
  readonly takenCount: number;
  readonly tries: readonly Taken[];
  next: number;
}

interface Step<Places> {
  readonly places: Places;
  readonly end: number;
  readonly taken: readonly Taken[];
}

class RemovalSearch<Places> {
  readonly #contents: Contents;
  readonly #discipline: Discipline<Places>;
  readonly #disabled: ReadonlySet<SearchRule>;
  readonly #stock: Stock;
  readonly #shortage: Shortage<Places>;
  readonly #frames: Frame<Places>[] = [];
  readonly #key = new ConfigurationKey();
  readonly #seen: PlacesSeen<Places>;
  #configurations = 0;
  #farthest = nobody;
  #takenMost = 0;

  constructor(contents: Contents, discipline: Discipline<Places>, disabled: ReadonlySet<SearchRule>) {
    this.#contents = contents;
    this.#discipline = discipline;
    this.#disabled = disabled;
    this.#stock = new Stock(contents);
    this.#shortage = new Shortage(contents, discipline, this.#stock);
    this.#seen = new PlacesSeen(discipline);
  }

  run(configurationsMax: number): RemovalResult {
    this.#enter({ places: this.#discipline.start, end: 0, taken: [] });
    for (;;) {
      const frame = this.#frames.at(-1);
      const effort = { configurations: this.#configurations, rememberedMost: this.#seen.size };
      if (frame === undefined) return { result: 'illegal', stuckAt: this.#farthest, ...effort };
      if (this.#stock.removalsByCall.first() === nobody) return { result: 'legal', order: this.#order(), ...effort };
      if (this.#configurations >= configurationsMax)
        return { result: 'unknown', appliedMost: 2 * this.#takenMost, ...effort };
      const step = this.#nextStep(frame);
      if (step !== undefined) this.#enter(step);
      else {
        this.#frames.pop();
        this.#undo(this.#frames.at(-1)?.takenCount ?? 0);
      }
    }
  }

  /** Takes the next step from a frame to a configuration that was not seen before, if there is one. */
  #nextStep(frame: Frame<Places>): Step<Places> | undefined {
    while (frame.next < frame.tries.length) {
      const step = this.#stepTo(frame, frame.tries[frame.next++]!);
      if (step === undefined) continue;
      for (const taken of step.taken) {
        this.#stock.take(taken);
        this.#toggle(taken);
      }
      const narrowed = { ...step, places: this.#discipline.narrow(step.places, this.#stock) };
      if (!this.#isSeen(narrowed) && !this.#isShort(narrowed)) return narrowed;
      this.#undo(frame.takenCount);
    }
    return undefined;
  }

  #enter({ places, end }: Step<Places>): void {
    const { return: returns } = this.#contents;
    const first = this.#stock.removalsByReturn.first();
    if (this.#farthest === nobody || (first !== nobody && returns[first]! > returns[this.#farthest]!))
      this.#farthest = first;
    const takenCount = this.#stock.taken.length;
    this.#takenMost = Math.max(this.#takenMost, takenCount);
    this.#configurations += 1;
    this.#frames.push({ places, end, takenCount, tries: this.#tries(places, end), next: 0 });
  }

  /** What can come out next, and who may have put it in. */
  #tries(places: Places, end: number): Taken[] {
    const { call, return: returns, value } = this.#contents;
    const { removalsByCall, removalsByReturn } = this.#stock;
    const by = returns[removalsByReturn.first()]!;
    const removals: number[] = [];
    for (let op = removalsByCall.first(); op !== nobody && call[op]! <= by; op = removalsByCall.next(op)) {
      const isTwin = (other: number): boolean => value[other] === value[op] && returns[other]! <= returns[op]!;
      if (this.#disabled.has('symmetry') || !removals.some(isTwin)) removals.push(op);
    }
    removals.sort((a, b) => returns[a]! - returns[b]!);
    const tries: Taken[] = [];
    for (const removal of removals)
      for (const insertion of this.#insertionsFor(removal, places, end)) tries.push({ insertion, removal });
    return tries;
  }

  #insertionsFor(removal: number, places: Places, end: number): readonly number[] {
    const { call, return: returns, value } = this.#contents;
    const { insertionsOf } = this.#stock;
    const own = value[removal]!;
    if (own === nothing) return [nobody];
    const insertions: number[] = [];
    for (let op = insertionsOf.first(own); op !== nobody; op = insertionsOf.next(op))
      if (call[op]! <= returns[removal]!) insertions.push(op);
    const late = this.#stock.lateOf(own);
    if (late !== undefined && call[late]! <= returns[removal]!) insertions.push(late);
    return this.#disabled.has('symmetry')
      ? insertions
      : this.#discipline.choose(insertions, removal, places, end, this.#stock);
  }

  /** Lets a value come out, and before it whatever would be left without a place; undefined if that cannot be. */
  #stepTo(frame: Frame<Places>, next: Taken): Step<Places> | undefined {
    const { call, return: returns } = this.#contents;
    const { removalsByReturn, insertionsByReturn } = this.#stock;
    const stranded: number[] = [];
    for (;;) {
      const taken = this.#stock.removalsFor(stranded.sort((a, b) => this.#discipline.compare(a, b)));
      if (taken === undefined) return undefined;
      taken.push(next);
      let places: Places | undefined = frame.places;
      let end = frame.end;
      for (const { insertion, removal } of taken) {
        end = Math.max(end, call[removal]!, insertion === nobody ? 0 : call[insertion]!);
        places =
          insertion === nobody
            ? this.#discipline.empty(places, end)
            : this.#discipline.take(places, insertion, returns[removal]!, end);
        if (places === undefined) return undefined;
      }
      const first = removalsByReturn.first();
      const second = first === next.removal ? removalsByReturn.next(first) : first;
      if (returns[next.removal]! < end || (second !== nobody && returns[second]! < end)) return undefined;
      const waiting: number[] = [];
      for (let op = insertionsByReturn.first(); op !== nobody && returns[op]! < end; op = insertionsByReturn.next(op))
        if (op !== next.insertion && !stranded.includes(op)) waiting.push(op);
      const settled = this.#discipline.settle(places, waiting);
      if (settled.stranded.length === 0) return { places: settled.places, end, taken };
      stranded.push(...settled.stranded);
    }
  }

  #undo(count: number): void {
    while (this.#stock.taken.length > count) this.#toggle(this.#stock.undo());
  }

  #toggle({ insertion, removal }: Taken): void {
    this.#key.toggle(removal, purposes.applied);
    if (insertion !== nobody) this.#key.toggle(insertion, purposes.applied);
  }

  #isShort({ places, end }: Step<Places>): boolean {
    return !this.#disabled.has('shortage') && this.#shortage.isCertain(places, end);
  }

  /** Whether it has been where at least as much was possible, and nothing came of it. */
  #isSeen({ places }: Step<Places>): boolean {
    return !this.#disabled.has('memory') && !this.#seen.add(this.#key, places);
  }

  #order(): readonly number[] {
    const { insertionsByReturn, taken } = this.#stock;
    const staying: number[] = [];
    for (let op = insertionsByReturn.first(); op !== nobody; op = insertionsByReturn.next(op)) staying.push(op);
    return this.#discipline.order(taken, staying);
  }
}
