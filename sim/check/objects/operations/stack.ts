/** What clients ask of a stack. Pop answers `undefined` if it found the stack empty. */
import type { Operation } from '../../operation.ts';
import type { Keyed, Value } from './value.ts';

export interface Push extends Keyed {
  readonly op: 'push';
  readonly value: Value;
}

export interface Pop extends Keyed {
  readonly op: 'pop';
}

export type StackOperation = Operation<Push, undefined> | Operation<Pop, Value | undefined>;
