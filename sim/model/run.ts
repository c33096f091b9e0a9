import type { LogHistory } from './history.ts';
import type { Unmet } from './obligation.ts';
import type { Excuse } from './proof.ts';
import type { Violation } from './verdict.ts';

/**
 * Why a run ended. `finished`: nothing was owed any more; `exhausted`: its event budget ran out; `overdue`: something was still owed when
 * the time for it was over, or nothing could happen any more.
 */
export type RunEnd = 'finished' | 'violation' | 'exhausted' | 'overdue';

/** One execution of a plan, as plain data. */
export interface Run {
  readonly end: RunEnd;
  /** The first violation and those found in the same event. */
  readonly violations: readonly Violation[];
  /** The event at which it ended. */
  readonly step: number;
  readonly virtualMicros: number;
  readonly traceHash: string;
  readonly history: LogHistory;
  /** When each planned operation of each client began, as far as the run came. */
  readonly startsMicros: readonly (readonly number[])[];
  /** Operations whose outcome is known and good. */
  readonly succeeded: number;
  /** How often each fault kind took effect. */
  readonly fired: Readonly<Record<string, number>>;
  /** What was still owed when the run ended, if it did not finish. */
  readonly unmet: readonly Unmet[];
  /** Why some of that could be met by nobody, and the same in words. */
  readonly excuses: readonly Excuse[];
  readonly excused: readonly string[];
  /** What would have happened next, when the event budget ran out. */
  readonly pending: readonly string[];
}
