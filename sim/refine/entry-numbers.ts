/** Numbers for the entries of a run, so that they are told apart without looking at them. */

/** Junk is the same everywhere, and so is what was given up. */
export const JUNK_ENTRY = 0;
export const TRIMMED_ENTRY = -1;
/** Where there is none. */
export const NO_ENTRY = -2;

export class EntryNumbers {
  /** By writer and the number of its write. */
  readonly #numbers: Map<number, number>[] = [];
  readonly #writers: number[] = [-1];

  /** From 1 on. */
  numberOf(writer: number, writeNumber: number): number {
    const numbers = (this.#numbers[writer] ??= new Map<number, number>());
    let number = numbers.get(writeNumber);
    if (number === undefined) {
      number = this.#writers.push(writer) - 1;
      numbers.set(writeNumber, number);
    }
    return number;
  }

  /** Whose entry this is; -1 of what is no data. */
  writerOf(entry: number): number {
    return this.#writers[entry] ?? -1;
  }
}
