/**
 * What an object promises, as a sequential machine. A user's own model is a value of this type: `name`, `init`, `step` and
 * `describe` are enough; the rest makes the search faster and may be left out.
 *
 * States are values: `step` never changes the state it is given, and equal states have equal keys.
 */
import type { Completed, Indeterminate } from '../operation.ts';

/** What `step` answers when the object could not have answered so. */
export const illegal: unique symbol = Symbol('illegal');

/** An operation that took effect: with its output, or (`info`) with an output that nobody saw. */
export type Applied<Input, Output> = Completed<Input, Output> | Indeterminate<Input>;

export interface Model<State, Input, Output> {
  readonly name: string;
  init(): State;
  /** The state after `operation` took effect in `state`, or `illegal` if its output is not what the object answers there. */
  step(state: State, operation: Applied<Input, Output>): State | typeof illegal;
  /** One line, as `read -> 3`. */
  describe(operation: Completed<Input, Output> | { readonly outcome: 'fail' | 'info'; readonly input: Input }): string;
  describeState?(state: State): string;
  /**
   * The independent part of the object that an input touches, such as a key. A history is legal if and only if its restriction to
   * each part is (Herlihy and Wing 1990, locality), and each part starts from `init`.
   */
  partition?(input: Input): string | number;
  /** Equal for equal states and for no others. Without it: the state itself if it is a primitive, else its JSON. */
  key?(state: State): string | number;
  /** Whether `input` never changes any state. The search applies such an operation as soon as its answer fits. */
  isRead?(input: Input): boolean;
}
