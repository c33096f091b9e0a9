import type { AppendOperation, LogOperation } from '../../../model/history.ts';
import type { WitnessStep } from '../verdict.ts';

/** A sequential log that takes steps. Positions, values and order are its matter; times and who may act are not. */
export interface Replay {
  /** Says why the log cannot take the step, or null and has taken it. `operation` is null for nobody's. */
  take(step: WitnessStep, operation: LogOperation | null): string | null;
  /** Whether `append` is at its position now. */
  holds(append: AppendOperation, index: number): boolean;
}
