/** Parts of the values of a spec's state, as plain data. A value that is not of the kind asked for is a mistake of the caller. */
import { sameValue, type TlaState, type TlaValue } from './value.ts';

type Pair = readonly [argument: TlaValue, value: TlaValue];

/** Of any function: a sequence and a record are functions too. */
export function pairsOf(fn: TlaValue): readonly Pair[] {
  if (typeof fn !== 'object') throw new TypeError(`${JSON.stringify(fn)} is no function`);
  if ('#map' in fn) return fn['#map'] as readonly Pair[];
  if ('#tup' in fn) return (fn['#tup'] as readonly TlaValue[]).map((value, i) => [i + 1, value] as const);
  return Object.entries(fn) as readonly Pair[];
}

export function applied(fn: TlaValue, argument: TlaValue): TlaValue {
  const pair = pairsOf(fn).find(([key]) => sameValue(key, argument));
  if (pair === undefined) throw new RangeError(`${JSON.stringify(argument)} is not in the domain`);
  return pair[1];
}

/** `variable[argument]` */
export function valueAt(state: TlaState, variable: string, argument: TlaValue): TlaValue {
  return applied(state[variable]!, argument);
}

export function numberOf(value: TlaValue): number {
  if (typeof value !== 'number') throw new TypeError(`${JSON.stringify(value)} is no number`);
  return value;
}

/** The elements of a set. */
export function elementsOf(set: TlaValue): readonly TlaValue[] {
  if (typeof set !== 'object' || !('#set' in set)) throw new TypeError(`${JSON.stringify(set)} is no set`);
  return set['#set'] as readonly TlaValue[];
}
