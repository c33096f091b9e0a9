/**
 * Toys to try a reduction on: a handful of events that read and write a few cells, make others possible depending on what they saw,
 * and make others impossible. Small enough to run every order of them.
 */
import * as fc from 'fast-check';
import type { Scheduler, Step } from '../../../../sim/explore/systematic/step.ts';

interface Access {
  readonly cell: number;
  readonly writes: boolean;
}

interface ToyEvent {
  readonly accesses: readonly Access[];
  /** The event that makes this one possible, if one before it does. */
  readonly after: number | null;
  /** It does so only if it saw an even number of writes. */
  readonly onlyIfEven: boolean;
  /** The event that this one may make impossible. */
  readonly disables: number | null;
}

export type Toy = readonly ToyEvent[];
export type Footprint = readonly Access[];

const EVENTS_MAX = 6;

const access = fc.record({ cell: fc.nat(2), writes: fc.boolean() });
const event = fc.record({
  accesses: fc.array(access, { maxLength: 2 }),
  after: fc.option(fc.nat(EVENTS_MAX - 1), { freq: 2 }),
  onlyIfEven: fc.boolean(),
  disables: fc.option(fc.nat(EVENTS_MAX - 1), { freq: 2 }),
});

/** An event comes after one with a lower number only, so that every toy can begin. */
export const toys: fc.Arbitrary<Toy> = fc.array(event, { minLength: 2, maxLength: EVENTS_MAX }).map((events) =>
  events.map((each, i) => ({
    ...each,
    after: each.after === null || i === 0 ? null : each.after % i,
    disables: each.disables === null || each.disables >= events.length ? null : each.disables,
  })),
);

export function touch(a: Footprint, b: Footprint): boolean {
  return a.some((x) => b.some((y) => x.cell === y.cell));
}

/** What touches a cell that another writes comes before or after it. What is disabled depends on what disables it. */
export function conflict(a: Footprint, b: Footprint): boolean {
  return a.some((x) => b.some((y) => x.cell === y.cell && (x.writes || y.writes)));
}

/** One execution under way. */
class Play {
  readonly #toy: Toy;
  readonly possible: number[];
  readonly #cells = ['', '', ''];
  readonly #saw: string[] = [];

  constructor(toy: Toy) {
    this.#toy = toy;
    this.possible = [...toy.keys()].filter((id) => this.#event(id).after === null);
  }

  #event(id: number): ToyEvent {
    return this.#toy[id] as ToyEvent;
  }

  /** Runs `id`; returns what it made possible and impossible. */
  run(id: number): { readonly created: readonly number[]; readonly disabled: readonly number[] } {
    const { accesses, disables } = this.#event(id);
    this.possible.splice(this.possible.indexOf(id), 1);
    const seen = accesses.map(({ cell }) => this.#cells[cell] as string);
    for (const { cell, writes } of accesses) if (writes) this.#cells[cell] = `${this.#cells[cell]}${id}`;
    this.#saw[id] = seen.join('/');
    const even = seen.join('').length % 2 === 0;
    const created = [...this.#toy.keys()].filter((other) => {
      const { after, onlyIfEven } = this.#event(other);
      return after === id && (even || !onlyIfEven);
    });
    this.possible.push(...created);
    const disabled =
      disables !== null && !created.includes(disables) && this.#mayDisable(id, disables) ? [disables] : [];
    for (const gone of disabled) this.possible.splice(this.possible.indexOf(gone), 1);
    return { created, disabled };
  }

  /** As a reply and its timer, which are at one node with what set the timer: so the order of any two of the three counts. */
  #mayDisable(id: number, other: number): boolean {
    const { accesses, after } = this.#event(other);
    const own = this.#event(id).accesses;
    if (!this.possible.includes(other) || !conflict(own, accesses)) return false;
    return after === null || conflict(own, this.#event(after).accesses);
  }

  footprintOf(id: number): Footprint {
    return this.#event(id).accesses;
  }

  /** What every event saw, and what the cells hold: two executions have the same if and only if they are equivalent. */
  get outcome(): string {
    return JSON.stringify([this.#cells, [...this.#toy.keys()].map((id) => this.#saw[id] ?? null)]);
  }
}

/** The outcomes of all orders. */
export function bruteForce(toy: Toy): ReadonlySet<string> {
  const outcomes = new Set<string>();
  const explore = (made: readonly number[]): void => {
    const play = new Play(toy);
    for (const id of made) play.run(id);
    if (play.possible.length === 0) outcomes.add(play.outcome);
    for (const id of play.possible) explore([...made, id]);
  };
  explore([]);
  return outcomes;
}

/** Runs `toy` once as `scheduler` wants; undefined: it was given up. */
export function playToy(toy: Toy, scheduler: Scheduler<Footprint>): string | undefined {
  const play = new Play(toy);
  const createdBy = new Map<number, readonly number[]>();
  for (let place = 0; play.possible.length > 0; place += 1) {
    const id = scheduler.choose(play.possible);
    if (id === undefined) return undefined;
    const { created, disabled } = play.run(id);
    for (const other of created) createdBy.set(other, [place]);
    const step: Step<Footprint> = {
      id,
      createdBy: createdBy.get(id) ?? [],
      footprint: play.footprintOf(id),
      disabled: disabled.map((gone) => ({ id: gone, footprint: play.footprintOf(gone) })),
    };
    scheduler.ran(step);
  }
  scheduler.choose([]);
  return play.outcome;
}
