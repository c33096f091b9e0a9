/**
 * How long a client waits and how often it tries. Correctness depends on none of these numbers; a reader that fills sooner than
 * writers give up merely wastes positions.
 */
import type { Micros } from '../ports/units.ts';

export interface Patience {
  /** For one reply, on the client's clock. */
  readonly timeout: Micros;
  /** Before a reader takes a hole for abandoned and fills it. */
  readonly fillDelay: Micros;
  /** Before a step is tried again; doubled every time, with jitter. */
  readonly backOff: Micros;
  /** Tries of one step before the client gives up and says so. */
  readonly attemptsMax: number;
}
