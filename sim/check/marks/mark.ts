import type { Ledger } from '../invariants/ledger.ts';
import type { LedgerWatcher } from '../invariants/watcher.ts';

/**
 * Something that a campaign should have exercised at least once. A mark proves nothing wrong or right; it says that a case was
 * met. So it may rely on claims, which no invariant may.
 */
export interface MarkDefinition {
  readonly name: string;
  /** One line: what happened, and why it matters. */
  readonly summary: string;
  /** Calls `reach` each time it happens. */
  readonly watch: (ledger: Ledger, reach: () => void) => LedgerWatcher;
}
