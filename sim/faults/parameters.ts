/**
 * Parameters that many kinds share, and the arbitraries that draw them. Faults are flat records of integers and choices
 * drawn independently of each other: only so can fast-check shrink a fault that it did not generate itself.
 */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { Role, Topology } from '../systems/topology.ts';

/** When a fault begins, in true time since the start of the run, and how long it lasts. */
export interface Window {
  readonly atMicros: number;
  readonly durationMicros: number;
}

/** The `index`-th node of `role`, counting round and round. */
export interface NodeChoice {
  readonly role: Role;
  readonly index: number;
}

/** Draws the window of a fault that begins within the run and lasts at most half of it. */
export function windowFields(horizonMicros: number): Fields<Window> {
  return { atMicros: instant(horizonMicros), durationMicros: fc.integer({ min: 1, max: span(horizonMicros) }) };
}

/** An instant within the run. */
export function instant(horizonMicros: number): Arbitrary<number> {
  return fc.integer({ min: 0, max: horizonMicros });
}

/** The longest duration that leaves half of the run for what comes of it, but at least 2 ms. */
export function span(horizonMicros: number): number {
  return Math.max(2_000, Math.floor(horizonMicros / 2));
}

/** Draws a node that plays one of `roles` in this topology. */
export function nodeFields(topology: Topology, roles: readonly Role[]): Fields<NodeChoice> {
  return {
    role: fc.constantFrom(...roles.filter((role) => topology.roles.includes(role))),
    index: indexField(topology),
  };
}

/** Those that time faults and partitions hit. */
export const EVERYBODY: readonly Role[] = ['client', 'unit', 'sequencer', 'layout-server', 'manager'];

/**
 * Those that may crash. A sequencer and those around it are soft state, or take part in replacing it: they crash only where the
 * layout can be changed, since without that the log would stand still.
 */
export function mortals(topology: Topology): readonly Role[] {
  const reconfigurable = topology.roles.includes('layout-server');
  return reconfigurable ? ['unit', 'client', 'sequencer', 'layout-server', 'manager'] : ['unit', 'client'];
}

/** An index that reaches every node of any role. */
export function indexField(topology: Topology): Arbitrary<number> {
  return fc.integer({ min: 0, max: topology.roles.length - 1 });
}

/** How often a message goes over the link from one client to one server; a guess, as {@link nthField} says. */
export const LINK_EVERY_MICROS = 20_000;

/**
 * Which message or persistence point, counted from 1, anchors a fault. The bound guesses that there is one every
 * `everyMicros`, so that most of the draws come to pass.
 */
export function nthField(horizonMicros: number, everyMicros = 4_000): Arbitrary<number> {
  return fc.integer({ min: 1, max: Math.min(200, Math.max(4, Math.floor(horizonMicros / everyMicros))) });
}

/** Draws faults of `kind` with `fields`, as plain objects. */
export function faultOf<F extends PlannedFault>(kind: F['kind'], fields: Fields<Omit<Known<F>, 'kind'>>): Arbitrary<F> {
  const record: Arbitrary<unknown> = fc.record({ kind: fc.constant(kind), ...fields }, { noNullPrototype: true });
  return record as Arbitrary<F>;
}

/** An arbitrary for each field of `T`. */
export type Fields<T> = { readonly [K in keyof T]: Arbitrary<T[K]> };

/** `F` without the index signature that it has from {@link PlannedFault}. */
type Known<F> = { [K in keyof F as string extends K ? never : number extends K ? never : K]: F[K] };
