/**
 * The states that a search has come to, by number, and the steps between them, each computed when first asked for: an object with
 * infinitely many states is no harder than one with few.
 */
import { mix } from '../../../kernel/mix.ts';
import { type AnyOperation, type Applied, type Feature, type Model, illegal } from '../model.ts';
import { DataKeys } from './data-key.ts';
import type { Problem } from './problem.ts';

/** What `step` answers for an operation that is illegal in the state. */
export const none = -1;

export class Transitions {
  readonly #model: Model<unknown, AnyOperation>;
  readonly #operations: readonly Applied<AnyOperation>[];
  readonly #needed: readonly Feature[];
  readonly #featureIds: ReadonlyMap<Feature, number>;
  readonly #states: unknown[] = [];
  readonly #features: (readonly number[] | undefined)[] = [];
  readonly #primitives = new Map<unknown, number>();
  readonly #others = new Map<string, number>();
  readonly #keys = new DataKeys();
  /** Steps computed lately: state, kind, state after. What another step took the place of is computed again. */
  readonly #cache: Int32Array;

  constructor({ model, examples, features, featureIds }: Problem) {
    this.#model = model;
    this.#operations = examples;
    this.#needed = features;
    this.#featureIds = featureIds;
    let size = 64;
    while (size < examples.length * 8 && size < 1 << 18) size *= 2;
    this.#cache = new Int32Array(size * 4).fill(none);
  }

  get stateCount(): number {
    return this.#states.length;
  }

  valueOf(state: number): unknown {
    return this.#states[state];
  }

  numberOf(value: unknown): number {
    const key = this.#model.key === undefined ? value : this.#model.key(value);
    const isPrimitive = typeof key !== 'object' || key === null;
    const known = isPrimitive ? this.#primitives.get(key) : this.#others.get(this.#keys.keyOf(key));
    if (known !== undefined) return known;
    const state = this.#states.length;
    this.#states.push(value);
    if (isPrimitive) this.#primitives.set(key, state);
    else this.#others.set(this.#keys.keyOf(key), state);
    return state;
  }

  /** The state after an operation of this kind, or `none`. */
  step(state: number, kind: number): number {
    const cache = this.#cache;
    const slot = (mix(state, kind, 0) << 2) & (cache.length - 1);
    if (cache[slot] === state && cache[slot + 1] === kind) return cache[slot + 2]!;
    const after = this.#model.step(this.#states[state], this.#operations[kind]!);
    const next = after === illegal ? none : this.numberOf(after);
    cache[slot] = state;
    cache[slot + 1] = kind;
    cache[slot + 2] = next;
    return next;
  }

  /** Whether the state has a feature, of a model that does not list them. */
  has(state: number, feature: number): boolean {
    return this.#model.foresight?.has?.(this.#states[state], this.#needed[feature]!) === true;
  }

  /** The features of a state that some operation needs, of a model that lists them. */
  featuresOf(state: number): readonly number[] {
    const known = this.#features[state];
    if (known !== undefined) return known;
    const features: number[] = [];
    for (const feature of this.#model.foresight?.features?.(this.#states[state]) ?? []) {
      const id = this.#featureIds.get(feature);
      if (id !== undefined) features.push(id);
    }
    this.#features[state] = features;
    return features;
  }
}
