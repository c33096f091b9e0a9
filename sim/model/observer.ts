import type { Fact } from './fact.ts';
import type { Violation } from './verdict.ts';

/** When a fact happened: the event's number, which is the time of histories, and virtual microseconds since the start. */
export interface Instant {
  readonly step: number;
  readonly timeMicros: number;
}

/**
 * Watches a run and judges it; it never acts on it. A violation is recorded through `report` and looked at by the kernel
 * after the event, never thrown: an exception inside protocol code would become a rejected promise nobody sees.
 */
export interface Observer {
  observe(fact: Fact, at: Instant, report: (violation: Violation) => void): void;
  /** Called once when the run has ended regularly. */
  finish?(at: Instant, report: (violation: Violation) => void): void;
}
