/** What clients ask of a counter: add (a negative amount subtracts), add that answers the sum, and read. */
import type { Operation } from '../../operation.ts';
import type { Keyed } from './value.ts';

export interface ReadCount extends Keyed {
  readonly op: 'read';
}

export interface Add extends Keyed {
  readonly op: 'add';
  readonly amount: number;
}

export interface AddAndGet extends Keyed {
  readonly op: 'addAndGet';
  readonly amount: number;
}

export type CounterOperation = Operation<ReadCount, number> | Operation<Add, undefined> | Operation<AddAndGet, number>;
