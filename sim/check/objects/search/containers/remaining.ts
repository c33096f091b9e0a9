/** Lists of operations in fixed orders, from which single ones are removed, and put back in the opposite order. */

const none = -1;

export class Remaining {
  /** The heads of the lists follow the operations. */
  readonly #after: Int32Array;
  readonly #ahead: Int32Array;
  readonly #count: number;

  /** No operation is in two of the lists. Operations are numbers below `count`. */
  constructor(count: number, lists: readonly (readonly number[])[]) {
    this.#count = count;
    this.#after = new Int32Array(count + lists.length).fill(none);
    this.#ahead = new Int32Array(count + lists.length).fill(none);
    for (const [list, members] of lists.entries()) {
      let previous = count + list;
      for (const op of members) {
        this.#after[previous] = op;
        this.#ahead[op] = previous;
        previous = op;
      }
    }
  }

  /** The first of a list, or of the only one; -1 if it is empty. */
  first(list = 0): number {
    return this.#after[this.#count + list]!;
  }

  /** -1 after the last. */
  next(op: number): number {
    return this.#after[op]!;
  }

  remove(op: number): void {
    const ahead = this.#ahead[op]!;
    const after = this.#after[op]!;
    this.#after[ahead] = after;
    if (after !== none) this.#ahead[after] = ahead;
  }

  restore(op: number): void {
    const after = this.#after[op]!;
    this.#after[this.#ahead[op]!] = op;
    if (after !== none) this.#ahead[after] = op;
  }
}
