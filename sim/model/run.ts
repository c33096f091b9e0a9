import type { LogHistory } from './history.ts';
import type { Violation } from './verdict.ts';

/** Why a run ended. `exhausted`: its event budget ran out; `quiet`: nothing could happen any more. */
export type RunEnd = 'finished' | 'violation' | 'exhausted' | 'quiet';

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
  /** Who waits for what, when the run ended without finishing. */
  readonly waiting: readonly string[];
}
