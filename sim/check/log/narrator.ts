/** Tells operations of a judged history under the numbers and with the answers that they have in the one recorded. */
import type { LogHistory, LogOperation } from '../../model/history.ts';
import { nameOf, past } from './describe.ts';

export class Narrator {
  readonly #recorded: LogHistory;
  /** Index in the recorded history per operation judged; null: the recorded history itself was judged. */
  readonly #numbers: readonly number[] | null;

  /** What sentences call the operations recorded; null: by their index. */
  readonly #names: readonly number[] | null;

  constructor(recorded: LogHistory, numbers: readonly number[] | null, names: readonly number[] | null = null) {
    this.#recorded = recorded;
    this.#numbers = numbers;
    this.#names = names;
  }

  numberOf(operation: number): number {
    return this.#numbers === null || operation === -1 ? operation : this.#numbers[operation]!;
  }

  recorded(operation: number): LogOperation {
    return this.#recorded[this.numberOf(operation)]!;
  }

  /** "append #7" */
  nameOf(operation: number): string {
    return nameOf(this.recorded(operation), this.#calledBy(operation));
  }

  /** "append #7 had returned position 3" */
  past(operation: number): string {
    return past(this.recorded(operation), this.#calledBy(operation));
  }

  #calledBy(operation: number): number {
    const number = this.numberOf(operation);
    return this.#names === null ? number : this.#names[number]!;
  }
}
