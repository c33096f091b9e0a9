/**
 * Transactions of which the log is known too: what a run of transactions over replicated objects records (Tango; Balakrishnan et al.,
 * SOSP 2013). A transaction buffers its writes, appends one commit record with what it read and what it writes, and every host
 * decides by replaying the log: it commits if nothing it read was overwritten by a committed record in between.
 */
import type { Value } from '../../model/history.ts';
import type { Key } from './transaction.ts';

/** What two transactions can conflict about: one key of an object or, with `key: null`, all of it. */
export interface Place {
  readonly object: Key;
  readonly key: Key | null;
}

/** `version`: the position of the last committed record with a write there that the reader had applied; -1 before the first. */
export interface ReadVersion extends Place {
  readonly version: number;
}

export interface CommitRecord {
  readonly position: number;
  readonly reads: readonly ReadVersion[];
  readonly writes: readonly Place[];
  /** A forced abort stands before it in the log: it decides nothing. */
  readonly isVoid: boolean;
}

export interface LoggedWrite extends Place {
  readonly f: 'append' | 'w';
  readonly value: Value;
}

/** `value` is what the client saw, its own buffered writes included; `version` is what lay under them. */
export interface LoggedRead extends ReadVersion {
  readonly f: 'r';
  readonly value: readonly Value[] | Value | null;
}

/** `outcome` is what the client was told, and `operations` what it did until then: also in transactions that aborted or never ended. */
export interface LoggedTransaction {
  readonly client: number;
  readonly call: number;
  /** `null` if the client never learned the outcome. */
  readonly return: number | null;
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly operations: readonly (LoggedRead | LoggedWrite)[];
  /** `null`: no commit record of it is in the log. */
  readonly record: CommitRecord | null;
}

/** What one host or client held to be the decision about the commit record at `position`, be it computed or read from a decision record. */
export interface ReportedDecision {
  readonly host: string;
  readonly position: number;
  readonly committed: boolean;
}

/** The positions of the records that a host applied to an object, in the order in which it did. */
export interface Playback {
  readonly host: string;
  readonly object: Key;
  readonly positions: readonly number[];
}

export interface TransactionLog {
  readonly transactions: readonly LoggedTransaction[];
  readonly decisions: readonly ReportedDecision[];
  readonly playbacks: readonly Playback[];
}
