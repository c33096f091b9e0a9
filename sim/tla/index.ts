/**
 * The public entry `corfuzz/tla`: TLA+ as data, and TLA+ that runs.
 *
 *     import { check, closedWorld, loadModule, loadProgram } from 'corfuzz/tla';
 *     const { graph } = await loadModule('Spec.tla');
 *     const { result, distinct } = check(await loadProgram('Spec.tla', 'Spec.cfg'), closedWorld);
 */
export { loadModule, loadProgram } from './load-spec.ts';
export { printModule } from './print/print-module.ts';
export { SpecError } from './source/spec-error.ts';
export type { LoadedSpec } from './resolve/load-graph.ts';
export type { Expression } from './ir/expression.ts';
export type { Module, ModuleGraph, ModuleReference } from './ir/module-graph.ts';
export type { Program, ProgramReference } from './ir/program.ts';
export { readDump, readTrace } from './tlc/read-output.ts';
export { fromItf, toItf } from './tlc/itf.ts';
export type { Step, Trace } from './tlc/trace.ts';
export type { TlaState, TlaValue } from './tlc/value.ts';
export { type CheckOptions, check } from './checker/check.ts';
export { type Surroundings, closedWorld } from './compile/machine.ts';
export type { CheckResult, TraceState } from './checker/result.ts';
export { type SimulateOptions, type SimulationResult, simulate } from './simulate/simulate.ts';
export { type Mismatch, StepChecker } from './trace/step-checker.ts';
