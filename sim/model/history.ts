/**
 * What clients saw: every operation with its interval and its outcome.
 *
 * Times are event sequence numbers of the run: integers without ties. An imported history may have ties; intervals are
 * closed, so operations that share an instant overlap. `return: null` means never returned: the operation may have
 * taken effect at any later time, or never.
 */
export type Value = string | number;

interface Interval {
  readonly client: number;
  readonly call: number;
  readonly return: number | null;
}

/**
 * `ok` at `outPos`; `failed`: certainly no effect; `sealed`: refused, no effect (unless the checker is told otherwise);
 * `unknown`: may have been decided, anywhere. An append that found its position taken and went on to another is one
 * operation; it may have made the first one junk.
 *
 * `arg` is unique among the appends of a history, unless several are attempts at one append. Attempts that can be told
 * apart carry a tag in `arg` and the same `request`; others carry the same `arg`.
 */
export interface AppendOperation extends Interval {
  readonly op: 'append';
  readonly arg: Value;
  readonly request?: Value;
  readonly out: 'ok' | 'failed' | 'sealed' | 'unknown' | null;
  readonly outPos?: number;
}

export interface ReadOperation extends Interval {
  readonly op: 'read';
  readonly pos: number;
  /** `failed`: the client gave up without an answer. A read never fills: filling is an operation of its own. */
  readonly out: 'data' | 'unwritten' | 'junk' | 'trimmed' | 'failed' | null;
  readonly outVal?: Value;
}

/**
 * `checkTail`: every position decided before the call is below `outPos`. Tails are monotone per `epoch`; leave it out
 * where tails of an epoch come from different sources, a sequencer and the units.
 */
export interface TailOperation extends Interval {
  readonly op: 'tail';
  readonly out: 'open' | 'sealed' | 'failed' | null;
  readonly outPos?: number;
  readonly epoch?: number;
}

/** Prefix trim: hides all positions below `pos`. `unknown`: some cells may be trimmed now or later. */
export interface TrimOperation extends Interval {
  readonly op: 'trim';
  readonly pos: number;
  readonly out: 'ok' | 'failed' | 'unknown' | null;
}

/** Trim of the single position `pos`. */
export interface TrimCellOperation extends Interval {
  readonly op: 'trimCell';
  readonly pos: number;
  readonly out: 'ok' | 'failed' | 'unknown' | null;
}

/**
 * Fill of a hole: what `pos` holds afterwards. `unwritten`: refused, since `pos` was not below the tail, which the
 * client has asked for since the call. `failed`, `unknown`: the client gave up; `pos` may be filled now or later.
 * `data` may come without `outVal`: then somebody wrote there, it is not known who.
 */
export interface FillOperation extends Interval {
  readonly op: 'fill';
  readonly pos: number;
  readonly out: 'junk' | 'data' | 'trimmed' | 'unwritten' | 'failed' | 'unknown' | null;
  readonly outVal?: Value;
}

export interface SealOperation extends Interval {
  readonly op: 'seal';
  readonly out: 'ok' | 'failed' | 'unknown' | null;
}

export type LogOperation =
  | AppendOperation
  | ReadOperation
  | TailOperation
  | TrimOperation
  | TrimCellOperation
  | FillOperation
  | SealOperation;

export type LogHistory = readonly LogOperation[];
