/**
 * Histories of transactions, in the vocabulary of Jepsen and Elle (Kingsbury and Alvaro, VLDB 2020): a transaction is a list of
 * micro-operations, `["append", "x", 1]` or `["r", "x", [1]]` over lists, `["w", "x", 1]` or `["r", "x", 1]` over registers.
 *
 * Every object starts out absent: an empty list, a register that holds `null`. Every value is written at most once per object by
 * transactions that may have taken effect; otherwise nobody can tell which of them was read, and the verdict is `unknown`.
 */
import type { Value } from '../../model/history.ts';
import type { History } from '../operation.ts';

export type Key = string | number;

export interface Append {
  readonly f: 'append';
  readonly key: Key;
  readonly value: Value;
}

export interface Write {
  readonly f: 'w';
  readonly key: Key;
  readonly value: Value;
}

/** A read as it was called: what it saw is in the output of its transaction only. */
export interface ReadCall {
  readonly f: 'r';
  readonly key: Key;
}

/** The whole list, oldest element first. */
export interface ListRead extends ReadCall {
  readonly value: readonly Value[];
}

/** `null`: nobody had written the register. */
export interface RegisterRead extends ReadCall {
  readonly value: Value | null;
}

/**
 * `ok`: committed; its output is its input with what the reads saw. `fail`: aborted, none of it ever took effect. `info`: nobody
 * knows; all of it took effect at once, at any time after the call, or none of it ever.
 */
export type ListHistory = History<readonly (Append | ReadCall)[], readonly (Append | ListRead)[]>;

export type RegisterHistory = History<readonly (Write | ReadCall)[], readonly (Write | RegisterRead)[]>;
