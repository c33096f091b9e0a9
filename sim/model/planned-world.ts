/** What a plan of a small world says besides its cluster and its clients: see `world.ts`. */

/**
 * Changes of the layout. Whoever makes one does nothing else, and goes on until it is made or patience ends:
 *
 * - `next-epoch`: another epoch, and nothing else.
 * - `replace-sequencer`: another sequencer; there is a spare one.
 * - `drop-head`: the chain goes on without its first unit.
 * - `drop-tail`: and without its last.
 */
export const worldChanges = ['next-epoch', 'replace-sequencer', 'drop-head', 'drop-tail'] as const;

export type WorldChange = (typeof worldChanges)[number];

export interface PlannedWorld {
  /** How often each client may take a reply for lost that could still come. */
  readonly timeouts: number;
  /** What the managers do, the first one first. */
  readonly reconfigurers: readonly WorldChange[];
  /**
   * The choices that were made, by name, first to last. One that is not possible when its turn comes is passed over, and after the
   * last one messages arrive in the order in which they were sent.
   */
  readonly choices: readonly string[];
}
