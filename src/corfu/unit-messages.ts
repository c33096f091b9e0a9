/**
 * The messages of a flash unit: one request and one reply type per operation, flat records.
 *
 * Every request names the epoch of the sender's layout, and every reply the epoch and the incarnation of the unit. A reply is
 * sent only when what it says is durable, which holds for refusals too: `overwritten`, `trimmed` and `sealed` survive a crash of
 * the unit that said so. Silence says nothing: the operation may take effect later, or never.
 */
import type { LogPosition } from '../log/position.ts';
import type { EntryStreams } from '../log/stream.ts';

interface UnitRequestOf<Kind extends string> {
  readonly kind: Kind;
  readonly epoch: number;
}

interface AddressRequestOf<Kind extends string> extends UnitRequestOf<Kind> {
  readonly position: LogPosition;
}

/** Decides the position for this entry, if nothing was decided before. */
export interface WriteRequest extends AddressRequestOf<'unit/write'> {
  readonly writer: number;
  readonly writeNumber: number;
  readonly payload: Uint8Array;
  /** Absent where the entry belongs to no stream; so in all messages. */
  readonly streams?: EntryStreams;
}

/** Decides the position for junk: a write in everything but its content. */
export type FillRequest = AddressRequestOf<'unit/fill'>;

export interface ReadRequest extends AddressRequestOf<'unit/read'> {
  /** If there is nothing, say whether you hold a lease. */
  readonly leased?: true;
}

/** Gives the position up for ever, whether it was written or not. Send it only for positions below the tail. */
export type TrimRequest = AddressRequestOf<'unit/trim'>;

/** Gives up every position below `upTo`. The unit takes the mark as given: the client clamps it to a tail it has seen. */
export interface PrefixTrimRequest extends UnitRequestOf<'unit/prefix-trim'> {
  readonly upTo: LogPosition;
}

/** Ends every epoch below `epoch` at this unit. */
export type SealRequest = UnitRequestOf<'unit/seal'>;

export type TailRequest = UnitRequestOf<'unit/tail'>;

/** Which positions of [from, to) has this unit decided? For whoever copies a chain. */
export interface KnownRequest extends UnitRequestOf<'unit/known'> {
  readonly from: LogPosition;
  readonly to: LogPosition;
}

/**
 * Puts back what a replica of the same chain holds at a position whose record was destroyed here. The sender vouches that the
 * entry comes from that chain; the unit vouches that it has nothing readable there itself.
 */
export interface RepairRequest extends AddressRequestOf<'unit/repair'> {
  readonly entry: 'data' | 'junk';
  /** For junk: 0. */
  readonly writer: number;
  /** For junk: 0. */
  readonly writeNumber: number;
  /** For junk: empty. */
  readonly payload: Uint8Array;
  readonly streams?: EntryStreams;
}

/** Wipes the unit, known to the sender as `incarnation`, and admits it to `epoch` as another incarnation. */
export interface ResetRequest extends UnitRequestOf<'unit/reset'> {
  readonly incarnation: number;
}

export type UnitRequest =
  | WriteRequest
  | FillRequest
  | ReadRequest
  | TrimRequest
  | PrefixTrimRequest
  | SealRequest
  | TailRequest
  | KnownRequest
  | RepairRequest
  | ResetRequest;

interface UnitReplyOf<Status extends string> {
  readonly status: Status;
  /** The lowest epoch that the unit still obeys. */
  readonly epoch: number;
  readonly incarnation: number;
}

export type Done = UnitReplyOf<'ok'>;

/** The request's epoch is over here; nothing was done. */
export interface Sealed extends UnitReplyOf<'sealed'> {
  readonly minEpoch: number;
}

/** The position was decided before, for this identity or for junk. */
export interface Overwritten extends UnitReplyOf<'overwritten'> {
  readonly stored: 'data' | 'junk';
  /** For junk: 0. */
  readonly writer: number;
  /** For junk: 0. */
  readonly writeNumber: number;
}

/** Every position below `upTo` is trimmed; a position asked for that is not below it was trimmed alone. */
export interface Trimmed extends UnitReplyOf<'trimmed'> {
  readonly upTo: LogPosition;
}

/** `leased`: no later epoch had begun when the answer left; only for who asked for that. */
export interface Unwritten extends UnitReplyOf<'unwritten'> {
  readonly leased?: boolean;
}

/** A record was here, or may have been here, and is destroyed: ask another replica, then repair this one. */
export type Corrupt = UnitReplyOf<'corrupt'>;

/** The unit is full. Reads, seals and trims still work. */
export type NoSpace = UnitReplyOf<'no-space'>;

/**
 * The unit is starting, or it lost its devices and waits for a reset, or the request comes from an epoch that it has not
 * heard of. It said nothing and did nothing.
 */
export type NotReady = UnitReplyOf<'not-ready'>;

export interface DataFound extends UnitReplyOf<'data'> {
  readonly writer: number;
  readonly writeNumber: number;
  readonly payload: Uint8Array;
  readonly streams?: EntryStreams;
}

export type JunkFound = UnitReplyOf<'junk'>;

export interface PrefixTrimDone extends Done {
  readonly upTo: LogPosition;
}

/** What the unit knows of the end of the log. It is at least what every acknowledged operation left behind. */
export interface TailReport extends Done {
  /** The highest position ever decided or trimmed here, -1 for none. It never goes down. */
  readonly hwm: number;
  /** The prefix trim mark. */
  readonly upTo: LogPosition;
}

export interface KnownReport extends Done {
  /** Written and not trimmed, ascending. */
  readonly written: readonly number[];
  /** Trimmed one by one, ascending. */
  readonly trimmed: readonly number[];
  /** The prefix trim mark. */
  readonly upTo: LogPosition;
}

export type WriteReply = Done | Overwritten | Trimmed | Corrupt | NoSpace | Sealed | NotReady;
/** `unwritten`: there is nothing to repair; write it. */
export type RepairReply = WriteReply | Unwritten;
export type ReadReply = DataFound | JunkFound | Unwritten | Trimmed | Corrupt | Sealed | NotReady;
export type TrimReply = Done | NoSpace | Sealed | NotReady;
export type PrefixTrimReply = PrefixTrimDone | Sealed | NotReady;
export type SealReply = TailReport | Sealed | NotReady;
export type TailReply = TailReport | Sealed | NotReady;
export type KnownReply = KnownReport | Corrupt | Sealed | NotReady;
export type ResetReply = Done | Sealed | NotReady;

export type UnitReply =
  | WriteReply
  | RepairReply
  | ReadReply
  | TrimReply
  | PrefixTrimReply
  | SealReply
  | TailReply
  | KnownReply
  | ResetReply;
