import type { Fact } from './fact.ts';

/** A fact with its instant, as a recorder keeps it. */
export interface RecordedFact {
  readonly step: number;
  readonly timeMicros: number;
  readonly fact: Fact;
}
