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
import { eventTable } from './event-table.ts';
import { FlashUnitRefinement } from './flash-unit.ts';
import { LayoutPaxosRefinement } from './layout-paxos.ts';
import { departureFrom, specsProperty } from './names.ts';
import { ReconfigRefinement } from './reconfig.ts';
import { describeMismatch, type SpecVerdict } from './spec-verdict.ts';

/** A run held against one spec. */
interface Refinement {
  readonly verdict: SpecVerdict;
  observe(fact: Fact, step: number): void;
}

/** Watches one run. Its memory ends with it. */
export class SpecWatch implements Observer {
  readonly #refinements: readonly Refinement[];
  /** Events of parts that are not ours. */
  readonly #unknown = new Set<string>();
  #broken = false;

  constructor(bindings: Bindings, { plan }: RunView) {
    const { system } = plan;
    const first = firstLayoutOf(system);
    const { pageBytes } = flashGeometryOf(system);
    const count = unitCount(system);
    const chains = new ChainLogRefinement(bindings.chainLog(system.chainLength), first);
    const units = new FlashUnitRefinement(bindings.flashUnit, count, pageBytes, chains);
    const epochs = new ReconfigRefinement(bindings.reconfig(count), first, count, (unit) => units.markOf(unit));
    const layouts = new LayoutPaxosRefinement(bindings.layoutPaxos, first, (layout, step) =>
      epochs.installed(layout, step),
    );
    units.tellUnits(epochs);
    this.#refinements = [units, chains, layouts, epochs];
  }

  /** One for each spec, as far as the run has come. */
  get verdicts(): readonly SpecVerdict[] {
    return this.#refinements.map(({ verdict }) => verdict);
  }

  observe(fact: Fact, at: Instant, report: (violation: Violation) => void): void {
    if (this.#broken) return;
    if (fact.fact === 'claim' && !(fact.claim.event in eventTable)) this.#unknown.add(fact.claim.event);
    for (const refinement of this.#refinements) refinement.observe(fact, at.step);
    // One may have told another what it found.
    const broken = this.#refinements.find(({ verdict }) => verdict.firstMismatch !== null);
    if (broken !== undefined) this.#break(broken.verdict, report);
  }

  /** Nothing matched means that nothing was checked; nor was what nobody knows. */
  finish(_at: Instant, report: (violation: Violation) => void): void {
    if (this.#broken) return;
    for (const event of this.#unknown)
      report({ property: specsProperty, message: `no spec knows the event ${event}`, inconclusive: true });
    if (this.verdicts.some(({ matched }) => matched > 0)) return;
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
