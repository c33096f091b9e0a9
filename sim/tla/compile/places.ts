/**
 * The simplest expressions read one word: a variable, a bound identifier, a constant. What is made of them reads that word itself and
 * saves the call of a closure, which is most of what such an expression costs.
 */

/** A word that has a value whenever it is read. */
export interface Place {
  readonly row: ArrayLike<number>;
  readonly index: number;
}

export class Places {
  readonly #known = new WeakMap<() => number, Place>();

  /** The expression that reads a place. */
  read(row: ArrayLike<number>, index: number): () => number {
    const value = (): number => row[index]!;
    this.#known.set(value, { row, index });
    return value;
  }

  constant(handle: number): () => number {
    const value = (): number => handle;
    this.#known.set(value, { row: [handle], index: 0 });
    return value;
  }

  /** Undefined for any other expression. */
  of(value: () => number): Place | undefined {
    return this.#known.get(value);
  }
}
