/**
 * States of slices as they are counted: what a run was in, and what the model checker found, written in one way. What is a matter of naming
 * is left out, so that a run of many epochs and writes can be compared with a model of few:
 *
 * - A write is a write; epochs count by their order, and 0, which is none, stays; of incarnations it counts whether it is the first; of a
 *   mark whether the address is below it.
 * - Of a chain, the value of the owner is `own`.
 *
 * Left out altogether: what a unit reported at its last seal, which a slice knows at one address only; and writes that wait in a unit,
 * which only one with a planted mistake has.
 */
import { canonicalText, type TlaState, type TlaValue } from '../tla/tlc/value.ts';
import { numberOf, pairsOf, valueAt } from '../tla/tlc/value-parts.ts';

const constants: ReadonlySet<TlaValue> = new Set(['UNWRITTEN', 'JUNK', 'TRIMMED', 'CORRUPT']);

/** Of one address of one unit. */
export function unitStateText(state: TlaState): string {
  const ofUnit = (variable: string): TlaValue => pairsOf(state[variable]!)[0]![1];
  const ofAddress = (variable: string): TlaValue => pairsOf(ofUnit(variable))[0]![1];
  const contents = ['known', 'durable', 'promised'].map(ofAddress);
  const names = [...new Set(contents.filter((content) => !constants.has(content)))];
  const epochs = [...['minEpoch', 'diskEpoch', 'lastReset'].map(ofUnit), ofAddress('stamp')].map(numberOf);
  const later = [...new Set(epochs)].filter((epoch) => epoch > 0).toSorted((a, b) => a - b);
  return JSON.stringify([
    contents.map((content) => (constants.has(content) ? content : `write ${names.indexOf(content) + 1}`)),
    ['prefix', 'diskPrefix'].map((mark) => Math.min(1, numberOf(ofUnit(mark)))),
    epochs.map((epoch) => later.indexOf(epoch) + 1),
    Math.min(2, numberOf(ofUnit('inc'))),
    ofUnit('power'),
  ]);
}

/** Of one position of one chain. */
export function chainStateText(state: TlaState): string {
  const isSwapped = valueAt(state, 'owner', 0) === 'other';
  const entries = Object.entries(state).map(([name, value]) => [name, isSwapped ? swapped(value) : value] as const);
  return canonicalText(Object.fromEntries(entries));
}

function swapped(value: TlaValue): TlaValue {
  if (value === 'own') return 'other';
  if (value === 'other') return 'own';
  if (typeof value !== 'object') return value;
  if ('#set' in value) return { '#set': (value['#set'] as readonly TlaValue[]).map(swapped) };
  if ('#tup' in value) return { '#tup': (value['#tup'] as readonly TlaValue[]).map(swapped) };
  if ('#map' in value)
    return { '#map': pairsOf(value).map(([key, result]) => [swapped(key), swapped(result)] as const) };
  const fields = Object.entries(value).map(([name, field]) => [swapped(name), swapped(field as TlaValue)] as const);
  return Object.fromEntries(fields) as TlaValue;
}
