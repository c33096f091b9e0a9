/**
 * What clients ask of a shared log whose positions are dense from 0. An append answers its position, a tail the number of positions; both
 * say when the log is sealed. A trim hides all positions below its bound. Fills are not among them: whether a fill is refused or leaves
 * junk is not for the log alone to say.
 */
import type { Value } from '../../../model/history.ts';
import type { Operation } from '../../operation.ts';

export interface Append {
  readonly op: 'append';
  readonly value: Value;
}

export interface ReadPosition {
  readonly op: 'read';
  readonly position: number;
}

export interface CheckTail {
  readonly op: 'tail';
}

export interface PrefixTrim {
  readonly op: 'trim';
  readonly below: number;
}

export interface Seal {
  readonly op: 'seal';
}

export type LogObjectOperation =
  | Operation<Append, number | 'sealed'>
  | Operation<ReadPosition, { readonly data: Value } | 'unwritten' | 'trimmed'>
  | Operation<CheckTail, { readonly open: number } | { readonly sealed: number }>
  | Operation<PrefixTrim, undefined>
  | Operation<Seal, undefined>;
