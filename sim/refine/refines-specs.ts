/**
 * The property that a run is a behaviour of the specs: every step that its parts claim is one of theirs. Parts that claim nothing, or in
 * other words than ours, are held against other properties.
 */
import type { Fact } from '../model/fact.ts';
import type { Instant, Observer } from '../model/observer.ts';
import type { Property, RunView } from '../model/property.ts';
import type { Violation } from '../model/verdict.ts';
import { firstLayoutOf, flashGeometryOf, unitCount } from '../systems/corfu.ts';
import { type Bindings, loadBindings } from './bindings.ts';
import { ChainLogRefinement } from './chain-log.ts';
import { FlashUnitRefinement } from './flash-unit.ts';
import { LayoutPaxosRefinement } from './layout-paxos.ts';
import { departureFrom, specsProperty } from './names.ts';
import { describeMismatch, type SpecVerdict } from './spec-verdict.ts';

/** A run held against one spec. */
interface Refinement {
  readonly verdict: SpecVerdict;
  observe(fact: Fact, step: number): void;
}

/** Watches one run. Its memory ends with it. */
export class SpecWatch implements Observer {
  readonly #refinements: readonly Refinement[];
  #broken = false;

  constructor(bindings: Bindings, { plan }: RunView) {
    const { system } = plan;
    const chains = new ChainLogRefinement(bindings.chainLog(system.chainLength), firstLayoutOf(system));
    const pageBytes = flashGeometryOf(system).pageBytes;
    const first = firstLayoutOf(system);
    const units = new FlashUnitRefinement(bindings.flashUnit, unitCount(system), pageBytes, chains);
    const layouts = new LayoutPaxosRefinement(bindings.layoutPaxos, first, () => undefined);
    this.#refinements = first.layoutServers.length === 0 ? [units, chains] : [units, chains, layouts];
  }

  /** One for each spec, as far as the run has come. */
  get verdicts(): readonly SpecVerdict[] {
    return this.#refinements.map(({ verdict }) => verdict);
  }

  observe(fact: Fact, at: Instant, report: (violation: Violation) => void): void {
    if (this.#broken) return;
    for (const refinement of this.#refinements) {
      refinement.observe(fact, at.step);
      if (refinement.verdict.firstMismatch !== null) this.#break(refinement.verdict, report);
    }
  }

  /** Nothing matched means that nothing was checked. */
  finish(_at: Instant, report: (violation: Violation) => void): void {
    if (this.#broken || this.verdicts.some(({ matched }) => matched > 0)) return;
    const modules = this.verdicts.map(({ module }) => module).join(' and ');
    report({ property: specsProperty, message: `nothing that happened is a step of ${modules}`, inconclusive: true });
  }

  #break({ module, firstMismatch, matched }: SpecVerdict, report: (violation: Violation) => void): void {
    this.#broken = true;
    if (firstMismatch === null) return;
    const { node, step, state } = firstMismatch;
    report({
      property: departureFrom(module),
      message: describeMismatch(module, firstMismatch),
      node,
      steps: [step],
      explanation: [`after ${matched} steps of ${module}, from the state:`, ...state.map((line) => `  ${line}`)],
    });
  }
}

let bindings: Bindings | undefined;

export const refinesSpecs: Property = {
  name: specsProperty,
  async prepare() {
    bindings ??= await loadBindings();
  },
  watch(view) {
    if (bindings === undefined) throw new Error(`${specsProperty} watches a run and was not prepared`);
    return new SpecWatch(bindings, view);
  },
};
