/**
 * What a cluster owes once faults have stopped, and what each of it depends on. An obligation is about one request, one stream or one
 * reconfiguration; it names its needs, so that whoever proves one of them lost for ever knows which obligations that excuses.
 */

/** What an obligation cannot be met without. */
export type Need =
  /** A sequencer that serves the newest epoch. */
  | { readonly need: 'sequencer' }
  /** A majority of the layout servers; nobody, where the layout is fixed. */
  | { readonly need: 'layout-servers' }
  /** Every unit of every chain that an append may be granted a position of. */
  | { readonly need: 'open-chains' }
  /** Every unit of the chain of a position. */
  | { readonly need: 'chain'; readonly position: number }
  /** The unit that answers reads of a position. */
  | { readonly need: 'last-unit'; readonly position: number }
  /** That the layout can be changed. */
  | { readonly need: 'next-layout' };

export interface Obligation {
  readonly of: 'request' | 'stream' | 'reconfiguration';
  /** What is owed, and to whom: `client-1 is to have an append acknowledged`. */
  readonly what: string;
  readonly needs: readonly Need[];
  /** The client that it is owed to; it may not have heard of the newest layout. */
  readonly client?: number;
}

/** One that was not met when the run ended, and why not, as far as that shows from outside: who waits for what. */
export interface Unmet extends Obligation {
  readonly waitsFor: readonly string[];
}
