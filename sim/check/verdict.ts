/** What is common to the verdicts of all checkers: the form in which a contradiction is told. */

/** One link of a causal chain: `point` comes no earlier than the one before it, for `reason`. */
export interface CausalLink {
  readonly point: string;
  readonly reason: string;
  /** Index into the history. */
  readonly operation: number;
}

/**
 * How a history of objects was judged. `operations` and `witness` are indices into the history.
 *
 * `witness`: the operations that took effect, in an order that a sequential object could have executed and that respects real time.
 * `operations` of an illegal one: contradictory already by themselves, and no longer once any one of them is forgotten. To forget an
 * operation is to let it have happened at any time, with the answer it gave, or never; all that are not named are forgotten.
 */
export type HistoryVerdict =
  | { readonly verdict: 'ok'; readonly witness: readonly number[] }
  | {
      readonly verdict: 'illegal';
      /** The id of the rule, such as `W3` or `not-linearizable`. */
      readonly rule: string;
      /** One sentence, with ids as `#12`. */
      readonly message: string;
      readonly operations: readonly number[];
      readonly chain: readonly CausalLink[];
    }
  | {
      readonly verdict: 'unknown';
      /** How far the checker came, and what would help. */
      readonly message: string;
    };
