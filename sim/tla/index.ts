/**
 * The public entry `corfuzz/tla`: TLA+ as data.
 *
 *     import { loadModule } from 'corfuzz/tla';
 *     const { graph } = await loadModule('Spec.tla');
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
