/**
 * Where insertions can stand among removals. A search decides in which order values come out, and who had put them in; an insertion is
 * placed when its value comes out, as far back as it has to be.
 */

/** `insertion` is `nobody` if the removal found nothing. */
export interface Taken {
  readonly insertion: number;
  readonly removal: number;
}

/** `Places` says where insertions that are still to be placed can go. It is never changed. */
export interface Discipline<Places> {
  readonly start: Places;
  /**
   * Of insertions of one value, in the order of their returns, those of which `removal` may be taken to take one; those first that will
   * rather do.
   */
  choose(insertions: readonly number[], removal: number, places: Places, end: number, ahead: Ahead): readonly number[];
  /** In which order values come out one right after the other: negative if `a` comes out first. */
  compare(a: number, b: number): number;
  /**
   * After `insertion` was placed and its value came out: at `end` at the earliest, as everything before, and by `removedBy` at the
   * latest. Undefined if it has no place.
   */
  take(places: Places, insertion: number, removedBy: number, end: number): Places | undefined;
  /** After a removal found nothing, at `end` at the earliest. */
  empty(places: Places, end: number): Places;
  /**
   * Which of the insertions that returned before now and are to be placed, in the order of their returns, have no place any more; the
   * places that are left for the others, and for those that return later, which are `ahead` as well.
   */
  settle(places: Places, insertions: readonly number[]): Settled<Places>;
  /** Places into which the same goes of all that is ahead, and which are equal if they came from such. */
  narrow(places: Places, ahead: Ahead): Places;
  /** Of insertions that returned before `end`, those that must have come out before `insertion` can, or any that returned before it. */
  above(places: Places, insertions: readonly number[], insertion: number): readonly number[];
  /** Whether, after the same was taken in whatever order, all that can follow from `other` can follow from these places. */
  isAsGood(places: Places, other: Places): boolean;
  /** A legal order of all that was taken, and of insertions whose values stay. */
  order(taken: readonly Taken[], staying: readonly number[]): readonly number[];
}

/** What is still to be placed. */
export interface Ahead {
  /** Whether one of the insertions returns from `from` on and before `to`. */
  returnsIn(from: number, to: number): boolean;
  /** When the last of the insertions is called that are called by `by`; -1 if there is none. */
  lastCall(by: number): number;
}

export interface Settled<Places> {
  readonly places: Places;
  readonly stranded: readonly number[];
}
