import type { Plan } from './plan.ts';
import type { LogHistory } from './history.ts';
import type { Observer } from './observer.ts';

/** What a property may look at: the plan, and the history as recorded so far. Never the inside of the run. */
export interface RunView {
  readonly plan: Plan;
  history(): LogHistory;
}

/** Something that must hold in every run. */
export interface Property {
  readonly name: string;
  watch(view: RunView): Observer;
}
