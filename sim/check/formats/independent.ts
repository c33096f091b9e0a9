/**
 * Values with a key, `[k v]`, as `jepsen.independent` writes them: one history over many objects. A pair may also be a value, such as the
 * two of a `cas`, so that only a history in which every call has one is taken to be keyed; a `put` of a key-value store always is.
 */
import { type Datum, textOf } from './datum.ts';
import { operationName } from './object-kinds.ts';
import type { RawOperation } from './pair-events.ts';

export const splitKeys = (operations: readonly RawOperation[]): readonly RawOperation[] => {
  const names = new Set(operations.map(({ op }) => op ?? ''));
  if (names.has('get') || names.has('put')) return operations.map((raw) => (pairOf(raw.arg) ? split(raw) : raw));
  return operations.length > 0 && operations.every(isKeyed) ? operations.map(split) : operations;
};

const isKeyed = ({ op, key, arg }: RawOperation): boolean => {
  const pair = pairOf(arg);
  if (pair === undefined || key !== undefined) return false;
  return operationName(op ?? '') !== 'cas' || pairOf(pair[1]) !== undefined;
};

const split = (raw: RawOperation): RawOperation => {
  const [key, arg] = pairOf(raw.arg)!;
  const out = pairOf(raw.out);
  const isSameKey = out !== undefined && textOf(out[0]) === textOf(key);
  return { ...raw, key, arg, out: isSameKey ? out[1] : raw.out };
};

const pairOf = (datum: Datum | undefined): readonly [Datum, Datum] | undefined =>
  Array.isArray(datum) && datum.length === 2 ? (datum as readonly Datum[] as readonly [Datum, Datum]) : undefined;
