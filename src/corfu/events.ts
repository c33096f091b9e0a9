/**
 * What the parts of CORFU say they did, once per atomic step, at the instant when the step is done: at a unit, after it is
 * durable and before anybody else can see it; at a client, when it knows.
 */
import type { RecordType } from '../log/record.ts';
import type { Layout } from './layout.ts';

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

/** The sequencer handed out `count` positions from `position` on. */
export type TokenGranted = {
  readonly event: 'token-granted';
  readonly epoch: number;
  readonly position: number;
  readonly count: number;
  /** Absent for none. */
  readonly streams?: readonly number[];
};

/** The sequencer serves `epoch` from now on, beginning at `tail`. */
export type SequencerBootstrapped = {
  readonly event: 'sequencer-bootstrapped';
  readonly epoch: number;
  readonly tail: number;
};

export type SequencerEvent = TokenGranted | SequencerBootstrapped;

/** A layout server confirms no epoch below `epoch` any more. */
export type LayoutSealed = {
  readonly event: 'layout-sealed';
  readonly epoch: number;
};

/**
 * A layout server promised to vote for nothing below `rank` as the layout of `epoch`, and told what it had voted for last: the
 * proposal of rank `accepted`, 0 for none.
 */
export type LayoutPromised = {
  readonly event: 'layout-promised';
  readonly epoch: number;
  readonly rank: number;
  readonly accepted: number;
};

/** A layout server voted for `layout`. */
export type LayoutAccepted = {
  readonly event: 'layout-accepted';
  readonly epoch: number;
  readonly rank: number;
  readonly layout: Layout;
};

/** A layout server heard that `layout` is decided. */
export type LayoutLearned = {
  readonly event: 'layout-learned';
  readonly epoch: number;
  readonly layout: Layout;
};

/** A layout server lets `holder` answer for `epoch` without asking, for `durationMicros` on this clock. */
export type LeaseGrantedTo = {
  readonly event: 'lease-granted';
  readonly epoch: number;
  readonly holder: number;
  readonly durationMicros: number;
};

export type LayoutServerEvent = LayoutSealed | LayoutPromised | LayoutAccepted | LayoutLearned | LeaseGrantedTo;

/** A reconfigurer learned that its ballot decided `layout`, its own or another's. */
export type LayoutDecided = {
  readonly event: 'layout-decided';
  readonly epoch: number;
  readonly layout: Layout;
};

/** A layout server had promised a higher ballot: somebody else is at it, too. */
export type BallotOutranked = {
  readonly event: 'ballot-outranked';
  readonly epoch: number;
};

/** The streams of a log were recovered from its records below `tail`: so many, and at most so much junk on end on the way. */
export type StreamsRecovered = {
  readonly event: 'streams-recovered';
  readonly epoch: number;
  readonly tail: number;
  readonly streams: number;
  readonly junkInARowMax: number;
};

/** A reconfigurer has let the leases run out that were granted for the epoch before `epoch`; it may decide now. */
export type LeasesWaitedOut = {
  readonly event: 'leases-waited-out';
  readonly epoch: number;
  readonly waitMicros: number;
};

export type ReconfigurationEvent = LayoutDecided | BallotOutranked | StreamsRecovered | LeasesWaitedOut;

/** A client found its own entry at a position whose head had refused it as written already. */
export type OwnWriteFound = {
  readonly event: 'own-write-found';
  readonly position: number;
};

/** A client found another decision at the head, and goes elsewhere. */
export type WriteLost = {
  readonly event: 'write-lost';
  readonly position: number;
  readonly to: 'data' | 'junk';
};

/** A client decided junk for a hole, on the whole chain. */
export type HoleFilled = {
  readonly event: 'hole-filled';
  readonly position: number;
};

/** A client that meant to fill a hole completed what its owner had begun. */
export type ValueAdopted = {
  readonly event: 'value-adopted';
  readonly position: number;
};

/** A client gave a unit a destroyed record back. */
export type RecordRepaired = {
  readonly event: 'record-repaired';
  readonly position: number;
  readonly unit: number;
};

/** A client cannot find out what became of its entry. */
export type AppendUnknown = {
  readonly event: 'append-unknown';
  readonly position: number;
};

export type ClientEvent = OwnWriteFound | WriteLost | HoleFilled | ValueAdopted | RecordRepaired | AppendUnknown;
