/** Counts how often each mark is reached in a run. */
import type { Fact } from '../../model/fact.ts';
import type { Instant, Observer } from '../../model/observer.ts';
import type { Plan } from '../../model/plan.ts';
import type { Violation } from '../../model/verdict.ts';
import { attachInvariants } from '../invariants/all.ts';
import { Ledger } from '../invariants/ledger.ts';
import { marks } from './all.ts';

export class MarkObserver implements Observer {
  readonly #ledger: Ledger;
  readonly #counts = new Map<string, number>();

  constructor(plan: Plan) {
    this.#ledger = new Ledger(plan);
    for (const { name, watch } of marks) {
      const reach = (): void => {
        this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      };
      this.#ledger.attach(watch(this.#ledger, reach));
    }
  }

  /** Judges the invariants by the same books; without this, an observer of marks reports nothing. Call it before the run. */
  judgeInvariants(): void {
    attachInvariants(this.#ledger);
  }

  observe(fact: Fact, at: Instant, report: (violation: Violation) => void): void {
    this.#ledger.observe(fact, at, report);
  }

  /** How often each mark was reached; one that never was is left out. */
  reached(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
