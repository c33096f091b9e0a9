/**
 * What a client did to an object and what it learned of it. The three ends of an operation are three types, so that none is taken
 * for another: only `ok` has an output, only `info` has no return.
 *
 * Times are any numbers that order events; a run's own are event sequence numbers, without ties. Intervals are closed: operations
 * that share an instant overlap.
 */
interface Invocation<Input> {
  readonly client: number;
  readonly input: Input;
  readonly call: number;
}

/** It took effect once, between `call` and `return`, and answered `output`. */
export interface Completed<Input, Output> extends Invocation<Input> {
  readonly outcome: 'ok';
  readonly output: Output;
  readonly return: number;
}

/** It certainly had no effect and never will. */
export interface Failed<Input> extends Invocation<Input> {
  readonly outcome: 'fail';
  readonly return: number;
}

/** Nobody knows: it took effect once, at any time after `call`, also long after the client gave up, or never. */
export interface Indeterminate<Input> extends Invocation<Input> {
  readonly outcome: 'info';
}

export type Operation<Input, Output> = Completed<Input, Output> | Failed<Input> | Indeterminate<Input>;

export type History<Input, Output> = readonly Operation<Input, Output>[];
