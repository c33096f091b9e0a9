/**
 * What compiled expressions run on: two states, slots for everything bound, and an arena of values. A compiled expression is a closure over
 * these arrays, so that evaluating one passes no arguments and allocates nothing but new values.
 */
import { Arena, unset } from '../values/arena.ts';
import { elementsInOrder } from '../values/order.ts';
import { enumerate } from '../values/symbolic.ts';
import { Places } from './places.ts';

export interface Surroundings {
  /** Where Print and PrintT go. */
  readonly print: (text: string) => void;
  /** From 0 up to, but without, the bound. Null where chance has no place, which is everywhere but in simulation. */
  readonly random: ((bound: number) => number) | null;
  /** The text of a file for JsonDeserialize; null if it cannot be read. */
  readonly readFile: (path: string) => string | null;
}

export const closedWorld: Surroundings = { print: () => {}, random: null, readFile: () => null };

export class Machine {
  readonly values: Arena;
  readonly surroundings: Surroundings;
  /** The values of the variables in the state that is evaluated. */
  readonly current: Int32Array;
  /**
   * Those of the next state, `unset` where nothing is assigned yet. Behind the variables stand the definitions, one place each, for
   * what ENABLED binds in an instance.
   */
  readonly next: Int32Array;
  readonly slots: number[] = [];
  readonly places = new Places();
  /**
   * Which states these are: whatever is computed from one is kept until the stamp changes, so whoever writes a state says so with
   * `currentChanged` or `nextChanged`.
   */
  currentStamp = 0;
  nextStamp = 0;
  #stamps = 0;
  /** Which of the actions of the next-state relation is being evaluated; see `ActionInfo`. */
  action = -1;
  /** TLCSet. */
  readonly registers = new Map<number, number>();
  /** TLCGet("level") and the like, kept by whoever explores. */
  readonly statistics = { level: 0, distinct: 0, generated: 0, queue: 0, diameter: 0 };
  readonly #orders = new Map<number, readonly number[]>();

  constructor(variables: number, definitions: number, surroundings: Surroundings, values = new Arena()) {
    this.values = values;
    this.surroundings = surroundings;
    this.current = new Int32Array(variables).fill(unset);
    this.next = new Int32Array(variables + definitions).fill(unset);
  }

  currentChanged(): void {
    this.currentStamp = ++this.#stamps;
  }

  /** The next state is complete, and another one than before. */
  nextChanged(): void {
    this.nextStamp = ++this.#stamps;
  }

  newSlot(): number {
    return this.slots.push(unset) - 1;
  }

  /** The elements of a set in structural order, sorted once per set. */
  inOrder(set: number): readonly number[] {
    const listed = enumerate(this.values, set);
    let order = this.#orders.get(listed);
    if (order === undefined) this.#orders.set(listed, (order = elementsInOrder(this.values, listed)));
    return order;
  }
}
