import type { Plan } from './plan.ts';
import type { LogHistory } from './history.ts';
import type { Observer } from './observer.ts';

/** What a property may look at: the plan, and the history as recorded so far. Never the inside of the run. */
export interface RunView {
  readonly plan: Plan;
  history(): LogHistory;
  /**
   * The books of this kind that the run keeps, opened for the first watcher who asks. Whoever shares them returns them as its
   * observer: the run tells each observer once.
   */
  shared<Books extends Observer>(kind: new (plan: Plan) => Books): Books;
}

/** Looks on at one run. */
export interface Watcher {
  watch(view: RunView): Observer;
}

/** Something that must hold in every run. */
export interface Property extends Watcher {
  readonly name: string;
  /** Fetches what it takes to watch, once for all runs of this thread: runs wait for it, and `watch` cannot. */
  prepare?(): Promise<void>;
}
