/** What clients ask of a list: append at its end, prepend at its front, and read all of it. */
import type { Operation } from '../../operation.ts';
import type { Keyed, Value } from './value.ts';

export interface AppendElement extends Keyed {
  readonly op: 'append';
  readonly value: Value;
}

export interface PrependElement extends Keyed {
  readonly op: 'prepend';
  readonly value: Value;
}

export interface ReadList extends Keyed {
  readonly op: 'read';
}

export type ListOperation =
  | Operation<AppendElement, undefined>
  | Operation<PrependElement, undefined>
  | Operation<ReadList, readonly Value[]>;
