/** Operations in a row, in which more are inserted. */
export const start = -1;

export class Row {
  readonly #next = new Map<number, number>();
  #last = start;

  /** Puts an operation right behind another, or at the start. */
  insert(behind: number, op: number): void {
    const next = this.#next.get(behind);
    if (next !== undefined) this.#next.set(op, next);
    this.#next.set(behind, op);
    if (behind === this.#last) this.#last = op;
  }

  append(op: number): void {
    this.insert(this.#last, op);
  }

  operations(): number[] {
    const all: number[] = [];
    for (let op = this.#next.get(start); op !== undefined; op = this.#next.get(op)) all.push(op);
    return all;
  }
}
