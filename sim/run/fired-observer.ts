import type { Fact } from '../model/fact.ts';
import type { Observer } from '../model/observer.ts';

/** Counts how often each fault kind took effect: a kind that never fires tests nothing. */
export class FiredObserver implements Observer {
  readonly #counts = new Map<string, number>();

  observe(fact: Fact): void {
    if (fact.fact === 'fault') this.#counts.set(fact.kind, (this.#counts.get(fact.kind) ?? 0) + 1);
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
