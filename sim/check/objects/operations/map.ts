/**
 * What clients ask of a map, as of the object of the same name on a Tango runtime: put, get and remove of a name, size, and scan of all
 * entries.
 */
import type { Operation } from '../../operation.ts';
import type { Keyed, Value } from './value.ts';

export interface PutEntry extends Keyed {
  readonly op: 'put';
  readonly name: string;
  readonly value: Value;
}

export interface GetEntry extends Keyed {
  readonly op: 'get';
  readonly name: string;
}

export interface RemoveEntry extends Keyed {
  readonly op: 'remove';
  readonly name: string;
}

export interface Size extends Keyed {
  readonly op: 'size';
}

export interface Scan extends Keyed {
  readonly op: 'scan';
}

export type Entry = readonly [name: string, value: Value];

/** `get` answers `undefined` for a name that is not there, `remove` whether it was there, or `undefined` if its client was not told. */
export type MapOperation =
  | Operation<PutEntry, undefined>
  | Operation<GetEntry, Value | undefined>
  | Operation<RemoveEntry, boolean | undefined>
  | Operation<Size, number>
  | Operation<Scan, readonly Entry[]>;
