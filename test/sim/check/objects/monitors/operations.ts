/** Short forms of the operations that the monitors' tests write down: intervals first; without an answer, nobody knows what happened. */
import type { Completed, Indeterminate } from '../../../../../sim/check/operation.ts';

type Interval = readonly [call: number, end: number];

/** It returned, with an answer if it has one. */
export function ok<Input>(interval: Interval, input: Input): Completed<Input, undefined>;
export function ok<Input, Output>(interval: Interval, input: Input, output: Output): Completed<Input, Output>;
export function ok<Input>([call, end]: Interval, input: Input, output?: unknown): Completed<Input, unknown> {
  return { client: call, input, outcome: 'ok', output, call, return: end };
}

/** It never returned. */
export const info = <Input>(call: number, input: Input): Indeterminate<Input> => ({
  client: call,
  input,
  outcome: 'info',
  call,
});
