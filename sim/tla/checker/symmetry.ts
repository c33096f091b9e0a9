/**
 * Symmetry: states that differ only in which of several interchangeable model values is which are one. The key of a state is the least of
 * its images under all permutations of the group, word by word. Images of values are remembered, so that a state costs lookups only.
 *
 * A group is generated from what SYMMETRY lists. It must stay small: every new state is permuted once per element of the group.
 */
import { type Arena, kinds } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { functionOf } from '../values/functions.ts';
import { pairsInOrder } from '../values/order.ts';
import { printValue } from '../values/print.ts';
import { enumerate } from '../values/symbolic.ts';

const groupMax = 5040;

export class Symmetry {
  readonly #values: Arena;
  readonly #images: readonly Images[];
  readonly #least: Int32Array;

  /** `generators` are functions that map model values to model values: the elements of what SYMMETRY names. */
  constructor(values: Arena, width: number, generators: readonly number[]) {
    this.#values = values;
    this.#least = new Int32Array(width);
    this.#images = closure(values, generators).map((permutation) => ({ permutation, known: new Map() }));
  }

  /** How many permutations there are, the identity not counted. */
  get size(): number {
    return this.#images.length;
  }

  /** The array is the same each time. */
  leastOf(state: Int32Array): Int32Array {
    const least = this.#least;
    for (let i = 0; i < least.length; i++) least[i] = state[i]!;
    for (const images of this.#images) {
      let smaller = false;
      for (let i = 0; i < least.length; i++) {
        const image = this.#imageOf(state[i]!, images);
        if (smaller) least[i] = image;
        else if (image < least[i]!) {
          // The words before are equal, so only this one and those behind it change.
          least[i] = image;
          smaller = true;
        } else if (image > least[i]!) break;
      }
    }
    return least;
  }

  #imageOf(value: number, images: Images): number {
    if ((value & 1) === 0) return value;
    const known = images.known.get(value);
    if (known !== undefined) return known;
    const image = this.#permuted(value, images);
    images.known.set(value, image);
    return image;
  }

  #permuted(value: number, images: Images): number {
    const values = this.#values;
    switch (values.kindOf(value)) {
      case kinds.modelValue:
        return images.permutation.get(value) ?? value;
      case kinds.set: {
        const from = values.depth;
        const count = values.wordsOf(value);
        for (let i = 0; i < count; i++) values.push(this.#imageOf(values.word(value, i), images));
        return values.set(from);
      }
      case kinds.tuple: {
        const from = values.depth;
        const count = values.wordsOf(value);
        for (let i = 0; i < count; i++) values.push(this.#imageOf(values.word(value, i), images));
        return values.tuple(from);
      }
      case kinds.fn: {
        const pairs = pairsInOrder(values, value).map(([argument, image]) => {
          return [this.#imageOf(argument, images), this.#imageOf(image, images)] as const;
        });
        return functionOf(values, new Map(pairs));
      }
      default:
        return value;
    }
  }
}

interface Images {
  readonly permutation: ReadonlyMap<number, number>;
  readonly known: Map<number, number>;
}

/** All products of the generators, without the identity. */
function closure(values: Arena, generators: readonly number[]): readonly ReadonlyMap<number, number>[] {
  const steps = generators.map((generator) => permutationOf(values, generator));
  const found = new Map<string, ReadonlyMap<number, number>>([['', new Map()]]);
  const open: ReadonlyMap<number, number>[] = [new Map()];
  for (let at = 0; at < open.length; at++) {
    for (const step of steps) {
      const product = composed(open[at]!, step);
      const key = [...product].sort(([a], [b]) => a - b).join(' ');
      if (found.has(key)) continue;
      if (found.size > groupMax) throw new Fault(`SYMMETRY has more than ${groupMax} permutations`);
      found.set(key, product);
      open.push(product);
    }
  }
  found.delete('');
  return [...found.values()];
}

/** Without the points that stay where they are. */
function permutationOf(values: Arena, generator: number): ReadonlyMap<number, number> {
  if (!values.isFunction(generator)) throw new Fault(`SYMMETRY: ${printValue(values, generator)} is no permutation`);
  const permutation = new Map<number, number>();
  for (const [argument, image] of pairsInOrder(values, generator)) {
    if (!values.is(argument, kinds.modelValue) || !values.is(image, kinds.modelValue)) {
      throw new Fault(`SYMMETRY: ${printValue(values, generator)} permutes something else than model values`);
    }
    if (argument !== image) permutation.set(argument, image);
  }
  return permutation;
}

function composed(first: ReadonlyMap<number, number>, then: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const product = new Map<number, number>();
  for (const point of new Set([...first.keys(), ...then.keys()])) {
    const middle = first.get(point) ?? point;
    const image = then.get(middle) ?? middle;
    if (image !== point) product.set(point, image);
  }
  return product;
}

/** The permutations in a set of functions. */
export function generatorsIn(values: Arena, set: number): readonly number[] {
  const listed = enumerate(values, set);
  return Array.from({ length: values.wordsOf(listed) }, (_, i) => values.word(listed, i));
}
