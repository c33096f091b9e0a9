/** What clients ask of a register, and what it answers: compare-and-set, whether it found what it compared with. */
import type { Operation } from '../../operation.ts';
import type { Keyed, Value } from './value.ts';

export interface Read extends Keyed {
  readonly op: 'read';
}

export interface Write extends Keyed {
  readonly op: 'write';
  readonly value: Value;
}

export interface CompareAndSet extends Keyed {
  readonly op: 'cas';
  readonly from: Value;
  readonly to: Value;
}

export type RegisterOperation =
  | Operation<Read, Value>
  | Operation<Write, undefined>
  | Operation<CompareAndSet, boolean>;
