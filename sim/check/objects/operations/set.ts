/**
 * What clients ask of a set: add and remove answer whether they changed it, contains whether an element is there, and read what all of them
 * are. An add or remove whose client was not told has the output `undefined`.
 */
import type { Operation } from '../../operation.ts';
import type { Keyed, Value } from './value.ts';

export interface AddElement extends Keyed {
  readonly op: 'add';
  readonly value: Value;
}

export interface RemoveElement extends Keyed {
  readonly op: 'remove';
  readonly value: Value;
}

export interface Contains extends Keyed {
  readonly op: 'contains';
  readonly value: Value;
}

export interface ReadElements extends Keyed {
  readonly op: 'read';
}

export type SetOperation =
  | Operation<AddElement, boolean | undefined>
  | Operation<RemoveElement, boolean | undefined>
  | Operation<Contains, boolean>
  | Operation<ReadElements, readonly Value[]>;
