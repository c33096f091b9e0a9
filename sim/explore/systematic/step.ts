/**
 * What is enumerated: executions made of steps, of which a scheduler chooses one at a time among those that are possible. An execution
 * cannot be wound back, since code in the middle of an `await` has no snapshot; it is run again from its start.
 */

/** A choice that is not possible any more, and what it would have touched. */
export interface Disabled<Footprint> {
  readonly id: number;
  readonly footprint: Footprint;
}

/** One choice that was made, and what it came to. `Footprint` says what it touched, for those who know which two depend. */
export interface Step<Footprint> {
  /** Names the choice: the same in every execution that made the same choices before. */
  readonly id: number;
  /** Places of the steps that together made this one possible; none: it was possible from the start. */
  readonly createdBy: readonly number[];
  readonly footprint: Footprint;
  /** Choices that were possible before and are not any more: a timer that is cancelled, what died with its process. */
  readonly disabled: readonly Disabled<Footprint>[];
}

/** Whether two steps that are both possible may be swapped: the state after both, and what else is possible, is then the same. */
export type Dependent<Footprint> = (earlier: Footprint, later: Footprint) => boolean;

/** What the one who runs an execution asks, and what it must tell. */
export interface Scheduler<Footprint> {
  /** The next choice, one of `possible`; undefined: nothing that this execution can still show is new. */
  choose(possible: readonly number[]): number | undefined;
  /** The choice made last has run its course. */
  ran(step: Step<Footprint>): void;
}
