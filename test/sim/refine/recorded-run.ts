/** Runs as lists of facts, which tests change and hold against a spec again. */
import { ChainLogRefinement } from '../../../sim/refine/chain-log.ts';
import { FlashUnitRefinement } from '../../../sim/refine/flash-unit.ts';
import { ReconfigRefinement } from '../../../sim/refine/reconfig.ts';
import { LayoutPaxosRefinement } from '../../../sim/refine/layout-paxos.ts';
import { loadBindings } from '../../../sim/refine/bindings.ts';
import type { SpecVerdict } from '../../../sim/refine/spec-verdict.ts';
import type { RecordedFact } from '../../../sim/model/recorded-fact.ts';
import type { Plan } from '../../../sim/model/plan.ts';
import type { Scenario } from '../../../sim/model/scenario.ts';
import { execute } from '../../../sim/run/execute.ts';
import { FactRecorder } from '../../../sim/run/recorder.ts';
import { firstLayoutOf, flashGeometryOf, type Parts, unitCount } from '../../../sim/systems/corfu.ts';
import { drawPlan } from '../../../sim/workload/draw-plan.ts';

export interface RecordedRun {
  readonly plan: Plan;
  /** Of the units, and what everybody sent. */
  readonly facts: readonly RecordedFact[];
  readonly everything: readonly RecordedFact[];
}

const bindings = await loadBindings();

export async function recordRun(scenario: Scenario, seed: number, parts: Partial<Parts> = {}): Promise<RecordedRun> {
  const plan = drawPlan(scenario, seed);
  const recorder = new FactRecorder();
  await execute(plan, parts, { properties: [], watchers: [{ watch: () => recorder }], eventsMax: 2_000_000 });
  const facts = recorder.facts.filter(({ fact }) => fact.fact === 'sent' || fact.node < unitCount(plan.system));
  return { plan, facts, everything: recorder.facts };
}

export function heldAgainstFlashUnit({ plan }: RecordedRun, facts: readonly RecordedFact[]): SpecVerdict {
  const { system } = plan;
  const refinement = new FlashUnitRefinement(bindings.flashUnit, unitCount(system), flashGeometryOf(system).pageBytes);
  for (const { fact, step } of facts) {
    refinement.observe(fact, step);
    if (refinement.verdict.firstMismatch !== null) break;
  }
  return refinement.verdict;
}

export function heldAgainstChainLog({ plan }: RecordedRun, facts: readonly RecordedFact[]): SpecVerdict {
  const { system } = plan;
  const chains = new ChainLogRefinement(bindings.chainLog(system.chainLength), firstLayoutOf(system));
  const { pageBytes } = flashGeometryOf(system);
  const units = new FlashUnitRefinement(bindings.flashUnit, unitCount(system), pageBytes, chains);
  for (const { fact, step } of facts) {
    units.observe(fact, step);
    chains.observe(fact, step);
    if (chains.verdict.firstMismatch !== null) break;
  }
  return chains.verdict;
}

export function heldAgainstLayoutPaxos({ plan }: RecordedRun, facts: readonly RecordedFact[]): SpecVerdict {
  const layouts = new LayoutPaxosRefinement(bindings.layoutPaxos, firstLayoutOf(plan.system), () => undefined);
  for (const { fact, step } of facts) {
    layouts.observe(fact, step);
    if (layouts.verdict.firstMismatch !== null) break;
  }
  return layouts.verdict;
}

export function heldAgainstReconfig({ plan }: RecordedRun, facts: readonly RecordedFact[]): SpecVerdict {
  const { system } = plan;
  const first = firstLayoutOf(system);
  const count = unitCount(system);
  const units = new FlashUnitRefinement(bindings.flashUnit, count, flashGeometryOf(system).pageBytes);
  const epochs = new ReconfigRefinement(bindings.reconfig(count), first, count, (unit) => units.markOf(unit));
  const layouts = new LayoutPaxosRefinement(bindings.layoutPaxos, first, (layout, step) =>
    epochs.installed(layout, step),
  );
  units.tellUnits(epochs);
  for (const { fact, step } of facts) {
    for (const refinement of [units, layouts, epochs]) refinement.observe(fact, step);
    if (epochs.verdict.firstMismatch !== null) break;
  }
  return epochs.verdict;
}
