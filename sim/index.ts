/**
 * The public entry: what a scenario needs.
 *
 *     import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';
 */
export { corfuClientView } from './check/linearizable.ts';
export { invariants } from './check/invariants/all.ts';
export { faults } from './faults/vocabulary.ts';
export { defineScenario } from './model/define-scenario.ts';
export { defineWorld } from './model/define-world.ts';
export { refinesSpecs } from './refine/refines-specs.ts';
export type { Range, Scenario } from './model/scenario.ts';
export type { Property, RunView, Watcher } from './model/property.ts';
export type { Instant, Observer } from './model/observer.ts';
export type { Fact } from './model/fact.ts';
export type { LogHistory, LogOperation } from './model/history.ts';
export type { Plan, PlannedFault, PlannedOperation } from './model/plan.ts';
export type { Violation } from './model/verdict.ts';
export type { World } from './model/world.ts';
