import type { Micros } from './units.ts';

/** A timer that has not fired. Cancelling one that fired or was cancelled does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * The node's own clock. It may be offset from true time, drift and jump; two nodes never agree on `now`. Durations
 * are measured by this clock too, so a drifting node waits a little longer or shorter than it means to.
 */
export interface ClockPort {
  now(): Micros;
  /**
   * Since this process started. It drifts as `now` does, and never goes back or jumps: what durations are measured by. An instant
   * of it means nothing to another process, the next one of this node included.
   */
  monotonic(): Micros;
  /** Calls `fire` once after `delay`, unless cancelled. */
  after(delay: Micros, fire: () => void): Timer;
  sleep(delay: Micros): Promise<void>;
}
