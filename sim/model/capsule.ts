/**
 * A capsule: a failing run in one JSON file. It holds the plan itself, so it replays without the generators and survives
 * changes of them; shrunk capsules can be kept as regression scenarios.
 */
import type { Plan } from './plan.ts';
import type { Verdict } from './verdict.ts';

export interface Capsule {
  readonly format: 1;
  readonly corfuzz: string;
  /** The name of a scenario that ships, or the path of another, relative to the capsule. */
  readonly scenario: string;
  readonly seed: number;
  /** The mutant that was planted, if one was. */
  readonly mutant: string | null;
  readonly plan: Plan;
  readonly verdict: Verdict;
  readonly traceHash: string;
  /** What shrinking started from. */
  readonly shrunkFrom: { readonly operations: number; readonly faults: number; readonly events: number } | null;
}
