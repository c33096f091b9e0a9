/**
 * What a flash unit says it did, once per atomic step, at the instant when the step is done: after it is durable and before
 * anybody else can see it.
 */
import type { RecordType } from '../log/record.ts';

/** `write` put data at a position. `hwm`: after it. */
export type UnitWrote = {
  readonly event: 'unit-wrote';
  readonly epoch: number;
  readonly position: number;
  readonly writer: number;
  readonly writeNumber: number;
  readonly page: number;
  readonly hwm: number;
};

/** `fill` put junk at a position. */
export type UnitFilled = {
  readonly event: 'unit-filled';
  readonly epoch: number;
  readonly position: number;
  readonly page: number;
  readonly hwm: number;
};

/** `repair` put back what a destroyed record held. */
export type UnitRepaired = {
  readonly event: 'unit-repaired';
  readonly epoch: number;
  readonly position: number;
  readonly entry: 'data' | 'junk';
  readonly page: number;
  readonly hwm: number;
};

export type UnitTrimmed = {
  readonly event: 'unit-trimmed';
  readonly epoch: number;
  readonly position: number;
  /** The position had not been decided. */
  readonly poisoned: boolean;
  readonly hwm: number;
};

/** Tombstones moved from flash to the disk, which gave their pages back. */
export type TombstonesFolded = {
  readonly event: 'unit-tombstones-folded';
  readonly count: number;
};

export type UnitPrefixTrimmed = {
  readonly event: 'unit-prefix-trimmed';
  readonly epoch: number;
  readonly upTo: number;
  readonly hwm: number;
};

export type UnitSealed = {
  readonly event: 'unit-sealed';
  readonly epoch: number;
  readonly upTo: number;
  readonly hwm: number;
};

export type UnitReset = {
  readonly event: 'unit-reset';
  readonly epoch: number;
  readonly incarnation: number;
};

/** The unit has read what its devices hold and is open for requests. */
export type UnitRecovered = {
  readonly event: 'unit-recovered';
  readonly incarnation: number;
  readonly minEpoch: number;
  readonly upTo: number;
  readonly hwm: number;
  readonly livePages: number;
  readonly corruptCount: number;
};

/** The unit's devices do not hold what this unit stored: it knows nothing and waits for a reset. */
export type UnitEstranged = {
  readonly event: 'unit-estranged';
  readonly incarnation: number;
  readonly why: 'no state' | 'state unreadable' | 'tombstones unreadable' | 'flash empty';
};

/** A page that power loss tore was told apart and ignored: nobody had been told of it. */
export type TornPageRecovered = {
  readonly event: 'unit-torn-page-recovered';
  readonly page: number;
};

/** A destroyed record may have been at any position below `below` that the unit does not know. */
export type UnitSuspect = {
  readonly event: 'unit-suspect';
  readonly below: number;
};

/** The collector, a failing block or a page about to fail made a live record move. */
export type PageMoved = {
  readonly event: 'unit-page-moved';
  readonly position: number;
  readonly type: RecordType;
  readonly from: number;
  readonly to: number;
  readonly why: 'collected' | 'refreshed';
};

export type BlockRetired = {
  readonly event: 'unit-block-retired';
  readonly block: number;
  readonly livePages: number;
};

export type UnitEvent =
  | UnitWrote
  | UnitFilled
  | UnitRepaired
  | UnitTrimmed
  | TombstonesFolded
  | UnitPrefixTrimmed
  | UnitSealed
  | UnitReset
  | UnitRecovered
  | UnitEstranged
  | TornPageRecovered
  | UnitSuspect
  | PageMoved
  | BlockRetired;
