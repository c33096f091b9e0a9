import type { Ledger } from './ledger.ts';
import type { LedgerWatcher } from './watcher.ts';

/** One invariant of the protocol: its name, and how it is judged by what the ledger tells. */
export interface Invariant {
  readonly name: string;
  readonly watch: (ledger: Ledger) => LedgerWatcher;
}
