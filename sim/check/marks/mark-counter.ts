/** Counts how often each mark is reached in a run, by the same books that the invariants keep. It judges nothing. */
import type { Observer } from '../../model/observer.ts';
import type { RunView, Watcher } from '../../model/property.ts';
import { Ledger } from '../invariants/ledger.ts';
import { marks } from './all.ts';

export class MarkCounter implements Watcher {
  readonly #counts = new Map<string, number>();

  watch(view: RunView): Observer {
    const ledger = view.shared(Ledger);
    for (const { name, watch } of marks) {
      const reach = (): void => {
        this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      };
      ledger.attach(watch(ledger, reach));
    }
    return ledger;
  }

  /** How often each mark was reached; one that never was is left out. */
  reached(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
