/**
 * What an object promises, as a sequential machine. A user's own model is a value of this type: `name`, `init`, `step` and
 * `describe` are enough; the rest makes the search faster and may be left out, but what it says must be true, or verdicts are wrong.
 *
 * `Op` is the union of what clients can record, one `Operation<Input, Output>` per kind of operation, so that no output is recorded
 * that its operation cannot have:
 *
 *     type LockOperation = Operation<'tryLock', boolean> | Operation<'unlock', undefined>;
 *
 * Inputs, outputs and states are plain data: primitives, arrays, objects, maps and sets. States are values: `step` never changes the
 * state it is given.
 */
import type { Operation } from '../operation.ts';
import type { HistoryVerdict } from '../verdict.ts';

/** What `step` answers when the object could not have answered so. */
export const illegal: unique symbol = Symbol('illegal');

/** An operation that has an effect of which the model cannot say what it brings. */
export const anything: unique symbol = Symbol('anything');

export type AnyOperation = Operation<unknown, unknown>;

/** An operation that took effect: with its output, or (`info`) with an output that nobody saw. */
export type Applied<Op extends AnyOperation> = Exclude<Op, { readonly outcome: 'fail' }>;

export interface Model<State, Op extends AnyOperation> {
  /** In words, as in "the register holds 4". */
  readonly name: string;
  init(): State;
  /**
   * The state after `operation` took effect in `state`, or `illegal` if its output is not what the object answers there. What it does to
   * the state does not depend on whether anybody saw its output.
   */
  step(state: State, operation: Applied<Op>): State | typeof illegal;
  /** One line, as `read -> 3`. */
  describe(operation: Op): string;
  describeState?(state: State): string;
  /**
   * The independent part of the object that an input touches, such as a key. A history is legal if and only if its restriction to
   * each part is (Herlihy and Wing 1990, locality), and each part starts from `init`.
   */
  partition?(input: Op['input']): string | number;
  /** Equal for equal states and for no others. Without it the whole state is compared. */
  key?(state: State): string | number;
  /** Whether the operation, answering what it did, leaves every state as it is. Such a one is applied as soon as its answer fits. */
  isRead?(operation: Applied<Op>): boolean;
  readonly foresight?: Foresight<State, Op>;
  readonly container?: Container<Op>;
  /**
   * Decides a history of one part exactly and faster than a search, or says nothing where it does not apply, such as to repeated values.
   * Its verdict has indices into `history`; its sentences call operation `i` `#names[i]`.
   */
  monitor?(history: readonly Op[], names: readonly number[]): HistoryVerdict | undefined;
}

/** A feature of states, such as the value that a register holds. */
export type Feature = string | number | boolean | null;

/**
 * How the search sees a dead end before it runs into it: a state has features, and a feature that is lost while an operation still needs
 * it has to be brought back by an operation that brings it.
 */
export interface Foresight<State, Op extends AnyOperation> {
  /** All features of the state that some operation can need. */
  features?(state: State): readonly Feature[];
  /** Instead of `features`, where they are too many to list: whether the state has one. */
  has?(state: State, feature: Feature): boolean;
  /** Features without which the operation is illegal. */
  needs(operation: Applied<Op>): readonly Feature[];
  /** At least the features that a state can have after the operation and not before it: a list of them, or a test. */
  brings(operation: Applied<Op>): readonly Feature[] | ((feature: Feature) => boolean) | typeof anything;
  /** Of an object that is a number, its only feature: what the operation adds to it, whatever it is. */
  adds?(operation: Applied<Op>): number;
}

/**
 * What values are put into and come out of, one by one, and nothing else; it starts out empty. The search then decides only in which
 * order values came out, and who had put them in.
 */
export interface Container<Op extends AnyOperation> {
  /** Which of the values that are in comes out: the one that went in first, or last, or the least of them, which are numbers then. */
  readonly removes: 'first in' | 'last in' | 'least';
  /**
   * The value that an operation puts in. Undefined of one that removes a value, which answers it, or `undefined` if it found none.
   */
  inserts(input: Op['input']): Feature | undefined;
}
