/**
 * FlashUnit cut down to one address of one unit, and the states of such a slice.
 *
 * Why checking slices is checking the whole: an action of FlashUnit for one unit reads and changes, of other units, nothing, and of
 * other addresses nothing either, except in three ways. `PrefixTrim`, `Suspect`, `Forget` and `Crash` change every address, each by
 * itself: the whole is a step exactly if it is one at every address. None of them asks anything of an address, but for `Suspect`, which is
 * tried at one that it changes; so the unit as a whole is tried at an address that is unwritten, and what the others become is known. `Hwm` is the highest address that is not unwritten, so it
 * can be told at that address alone. And positions are compared with marks, but never computed with; so a slice counts from its own
 * position: its address is 0 and a mark w is w - position, which leaves every comparison as it was, or just 0 or 1 where all that is asked is whether the
 * address is below. Hence the only constants of a slice
 * are `Positions = {0}` and sets without end, of which membership is asked and nothing else.
 */
import type { Arena } from '../tla/values/arena.ts';
import type { StepChecker } from '../tla/trace/step-checker.ts';
import { JUNK_ENTRY, TRIMMED_ENTRY } from './entry-numbers.ts';
import { unitStateText } from './abstract-states.ts';
import type { SliceModule } from './slice-module.ts';

export const unitSlice: SliceModule = {
  name: 'UnitSlice',
  text: [
    '---- MODULE UnitSlice ----',
    'EXTENDS FlashUnit',
    'Names == STRING \\ {Unwritten, Junk, Trimmed, Corrupt}',
    'Formatted == InitWith([u \\in Units |-> 1])',
    '====',
  ].join('\n'),
  config: [
    'CONSTANTS',
    'Units = {unit}',
    'Positions = {0}',
    'Values <- Names',
    'Epochs <- Nat',
    'FirstEpoch = 1',
    'Incarnations <- Nat',
    'Faults = {"crash", "rot", "loss"}',
    'Bug = "none"',
  ].join('\n'),
  counted: {
    spec: 'FlashUnit',
    size: 1,
    // A state tells three epochs apart, and further incarnations and entries lead to nothing new.
    model: [
      'SPECIFICATION Spec',
      'CONSTANTS',
      'Units = {unit}',
      'Positions = {0}',
      'Values = {"entry"}',
      'Epochs = {1, 2, 3}',
      'FirstEpoch = 1',
      'Incarnations = {1, 2, 3}',
      'Faults = {"crash", "rot", "loss"}',
      'Bug = "none"',
    ].join('\n'),
    textOf: unitStateText,
  },
};

/** With a mistake of the spec planted. */
export function flawedUnitSlice(bug: string): SliceModule {
  return { ...unitSlice, config: unitSlice.config.replace('Bug = "none"', `Bug = "${bug}"`) };
}

/** The places of the variables in a state. */
export class UnitVariables {
  readonly known: number;
  readonly durable: number;
  readonly prefix: number;
  readonly diskPrefix: number;
  readonly minEpoch: number;
  readonly diskEpoch: number;
  readonly inc: number;
  readonly lastReset: number;
  readonly power: number;
  readonly promised: number;
  readonly stamp: number;
  readonly report: number;

  constructor(checker: StepChecker) {
    this.known = checker.variable('known');
    this.durable = checker.variable('durable');
    this.prefix = checker.variable('prefix');
    this.diskPrefix = checker.variable('diskPrefix');
    this.minEpoch = checker.variable('minEpoch');
    this.diskEpoch = checker.variable('diskEpoch');
    this.inc = checker.variable('inc');
    this.lastReset = checker.variable('lastReset');
    this.power = checker.variable('power');
    this.promised = checker.variable('promised');
    this.stamp = checker.variable('stamp');
    this.report = checker.variable('report');
  }
}

/** Values of the spec, by what they mean. */
export class UnitValues {
  readonly unit: number;
  readonly unwritten: number;
  readonly junk: number;
  readonly trimmed: number;
  readonly corrupt: number;
  readonly #values: Arena;

  constructor(values: Arena) {
    this.#values = values;
    this.unit = values.modelValue('unit');
    this.unwritten = values.string('UNWRITTEN');
    this.junk = values.string('JUNK');
    this.trimmed = values.string('TRIMMED');
    this.corrupt = values.string('CORRUPT');
  }

  /**
   * What an entry is called at an address, whose entries have names in the order in which they turned up there: so slices look alike.
   * `names` grows.
   */
  named(entry: number, names: number[]): number {
    if (entry === JUNK_ENTRY) return this.junk;
    if (entry === TRIMMED_ENTRY) return this.trimmed;
    let place = names.indexOf(entry);
    if (place === -1) place = names.push(entry) - 1;
    return this.#values.string(place === 0 ? 'entry' : `entry ${place + 1}`);
  }

  /** [unit |-> value] */
  ofUnit(value: number): number {
    return this.#pair(this.unit, value);
  }

  /** [unit |-> [0 |-> value]] */
  ofAddress(value: number): number {
    return this.#pair(this.unit, this.#pair(0, value));
  }

  integer(value: number): number {
    return this.#values.integer(value);
  }

  integerOfUnit(value: number): number {
    return this.ofUnit(this.#values.integer(value));
  }

  /** Of a function on the unit. */
  in(fn: number): number {
    return this.#values.word(fn, 1);
  }

  numberIn(fn: number): number {
    return this.#values.numberOf(this.in(fn));
  }

  textIn(fn: number): string {
    return this.#values.nameOf(this.in(fn));
  }

  #pair(argument: number, value: number): number {
    const values = this.#values;
    const from = values.depth;
    values.push(argument);
    values.push(value);
    return values.fn(from);
  }
}
