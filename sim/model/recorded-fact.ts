import type { Fact } from './fact.ts';

/** A fact with its instant, as a recorder keeps it; `hash` is the trace hash's state after it. */
export interface RecordedFact {
  readonly step: number;
  readonly timeMicros: number;
  readonly fact: Fact;
}
