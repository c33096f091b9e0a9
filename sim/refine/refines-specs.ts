/** The property that a run is a behaviour of the specs: every step that its parts claim is one of theirs. */
import type { Fact } from '../model/fact.ts';
import type { Instant, Observer } from '../model/observer.ts';
import type { Property, RunView } from '../model/property.ts';
import type { Violation } from '../model/verdict.ts';
import { flashGeometryOf, unitCount } from '../systems/corfu.ts';
import type { Bindings } from './bindings.ts';
import { FlashUnitRefinement } from './flash-unit.ts';
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
    this.#refinements = [
      new FlashUnitRefinement(bindings.flashUnit, unitCount(system), flashGeometryOf(system).pageBytes),
    ];
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
    if (this.#broken) return;
    for (const { verdict } of this.#refinements) {
      if (verdict.matched > 0) continue;
      const message = `nothing of ${verdict.events} events is a step of ${verdict.module}`;
      report({ property: `spec.${verdict.module}`, message, inconclusive: true });
    }
  }

  #break({ module, firstMismatch, matched }: SpecVerdict, report: (violation: Violation) => void): void {
    this.#broken = true;
    if (firstMismatch === null) return;
    const { node, step, state } = firstMismatch;
    report({
      property: `spec.${module}`,
      message: describeMismatch(module, firstMismatch),
      node,
      steps: [step],
      explanation: [`after ${matched} steps of ${module}, from the state:`, ...state.map((line) => `  ${line}`)],
    });
  }
}

/** `tell` is given each run's watch before the run begins, for whoever wants its verdicts afterwards. */
export function refinesSpecs(bindings: Bindings, tell?: (watch: SpecWatch) => void): Property {
  return {
    name: 'refines.specs',
    watch(view) {
      const watch = new SpecWatch(bindings, view);
      tell?.(watch);
      return watch;
    },
  };
}
