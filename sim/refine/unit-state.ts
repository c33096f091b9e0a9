/**
 * What the spec has of one unit of a run: the variables of the unit as a whole, and those of each address that has changed. An
 * address that nothing has changed yet is in no list: its variables follow from the unit's. One below the prefix mark is in none either,
 * since nothing can change it any more.
 */
import type { UnitValues, UnitVariables } from './unit-slice.ts';

/** The variables of an address, as handles. */
export interface AddressState {
  readonly known: number;
  readonly durable: number;
  readonly promised: number;
  readonly stamp: number;
  /** The entries that had to do with it, see {@link UnitValues.named}. */
  readonly names: number[];
}

/** A page that was programmed completely and that the unit has not spoken of yet. */
export interface WrittenPage {
  readonly page: number;
  readonly type: 'data' | 'junk' | 'trim';
  /** The number of the entry. */
  readonly entry: number;
  readonly epoch: number;
}

/** The marks of a unit as numbers; they say the same as its state. */
class UnitMarks {
  prefix = 0;
  diskPrefix = 0;
  minEpoch = 0;
  inc = 0;
  power = 'up';

  read(state: Int32Array, at: UnitVariables, values: UnitValues): void {
    this.prefix = values.numberIn(state[at.prefix]!);
    this.diskPrefix = values.numberIn(state[at.diskPrefix]!);
    this.minEpoch = values.numberIn(state[at.minEpoch]!);
    this.inc = values.numberIn(state[at.inc]!);
    this.power = values.textIn(state[at.power]!);
  }
}

export class RefinedUnit {
  readonly node: number;
  /** Of address 0 as nobody has changed it, counted from 0: the variables of the unit stand in it as they are. */
  whole: Int32Array;
  readonly marks = new UnitMarks();
  readonly addresses = new Map<number, AddressState>();
  /** By position. */
  readonly written = new Map<number, WrittenPage>();
  /** The highest address that is not unwritten, -1 for none: what `Hwm` is over all slices. */
  hwm = -1;
  /** Below, an address that nothing has changed is CORRUPT. */
  suspectBelow = 0;
  /** The unit has found at this start that addresses below are suspect. */
  foundSuspectBelow = 0;
  /** Power was lost, and nothing was heard since. A formatted unit that was never started is in the same state. */
  crashed = true;
  /** At least once: before, there is nothing that it can have done unsaid. */
  started = false;
  /** The prefix mark when the unit started last. */
  prefixAtStart = 0;
  /** The flash has damaged pages of this unit. */
  damaged = false;
  /** Power loss has torn one while it was programmed. */
  torn = false;

  constructor(node: number, whole: Int32Array) {
    this.node = node;
    this.whole = whole;
  }

  cover(position: number): void {
    if (position > this.hwm) this.hwm = position;
  }
}
