import type { Verdict } from './verdict.ts';

/** What a worker answers for one seed: plain data, small, mergeable. */
export interface SeedResult {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly events: number;
  readonly operations: number;
  /** Operations whose outcome is known and good. */
  readonly succeeded: number;
  readonly virtualMicros: number;
  /** Real time spent, drawing, running and checking. The only field that differs between two machines. */
  readonly wallMicros: number;
  /** Empty when the run never came to an end. */
  readonly traceHash: string;
  readonly fired: Readonly<Record<string, number>>;
  readonly marks: Readonly<Record<string, number>>;
  /** Plan sizes, for the report of what shrinking removed. */
  readonly plannedOperations: number;
  readonly plannedFaults: number;
}
