/**
 * States of slices as they are counted: what a run was in, and what the model checker found, written in one way. What is a matter of naming
 * is left out, so that a run of many epochs and writes can be compared with a model of few:
 *
 * - A write is a write; epochs count by their order, and 0, which is none, stays; of incarnations it counts whether it is the first.
 * - Below a prefix mark an address is trimmed, whatever it had.
 * - Of a chain, the value of the owner is `own`; and of its units counts what they have, the rest being counted for units.
 *
 * Left out altogether: what a unit reported at its last seal, which a slice knows at one address only; and writes that wait in a unit,
 * which only one with a planted mistake has.
 */
import type { Program } from '../tla/ir/program.ts';
import type { Arena } from '../tla/values/arena.ts';
import { toData } from '../tla/values/to-data.ts';
import type { TlaState, TlaValue } from '../tla/tlc/value.ts';
import { applied, elementsOf, numberOf, pairsOf, valueAt } from '../tla/tlc/value-parts.ts';

const constants: ReadonlySet<TlaValue> = new Set(['UNWRITTEN', 'JUNK', 'TRIMMED', 'CORRUPT']);

/** A state by the names of its variables. */
export function stateData({ variables }: Program, values: Arena, state: Int32Array): TlaState {
  return Object.fromEntries(variables.map(({ name }, index) => [name, toData(values, state[index]!)]));
}

/** Of one address of one unit. */
export function unitStateText(state: TlaState): string {
  const ofUnit = (variable: string): TlaValue => pairsOf(state[variable]!)[0]![1];
  const ofAddress = (variable: string): TlaValue => pairsOf(ofUnit(variable))[0]![1];
  const isMarked = numberOf(ofUnit('prefix')) > 0;
  const contents = isMarked ? [] : ['known', 'durable', 'promised'].map(ofAddress);
  const names = [...new Set(contents.filter((content) => !constants.has(content)))];
  const stamp = isMarked ? [] : [ofAddress('stamp')];
  const epochs = [...['minEpoch', 'diskEpoch', 'lastReset'].map(ofUnit), ...stamp].map(numberOf);
  const later = [...new Set(epochs)].filter((epoch) => epoch > 0).toSorted((a, b) => a - b);
  return JSON.stringify([
    contents.map((content) => (constants.has(content) ? content : `write ${names.indexOf(content) + 1}`)),
    numberOf(ofUnit('diskPrefix')) > 0,
    epochs.map((epoch) => later.indexOf(epoch) + 1),
    Math.min(2, numberOf(ofUnit('inc'))),
    ofUnit('power'),
  ]);
}

/** Of one position of one chain. */
export function chainStateText(state: TlaState): string {
  const other = valueAt(state, 'owner', 0) === 'other' ? 'own' : 'other';
  const named = (value: TlaValue): TlaValue => {
    if (value === 'own' || value === 'other') return value === other ? 'other' : 'own';
    return value;
  };
  const contents = pairsOf(state['prefix']!).map(([unit, mark]) => {
    if (numberOf(mark) > 0) return 'TRIMMED';
    return ['known', 'durable'].map((variable) => named(applied(valueAt(state, variable, unit), 0)));
  });
  const statuses = pairsOf(state['status']!).map(([value, status]) => [named(value), status]);
  return JSON.stringify([
    contents,
    state['tail'],
    named(valueAt(state, 'owner', 0)),
    inOneOrder(statuses),
    named(valueAt(state, 'decided', 0)),
    inOneOrder(elementsOf(valueAt(state, 'seen', 0)).map(named)),
    elementsOf(state['missed']!),
  ]);
}

function inOneOrder(parts: readonly unknown[]): readonly string[] {
  return parts.map((part) => JSON.stringify(part)).toSorted(byUnits);
}

export function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
