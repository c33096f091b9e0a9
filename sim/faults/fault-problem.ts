/**
 * What is wrong with a fault that a person wrote or edited. A kind does not say what parameters it has, but it draws them: what it
 * draws every time must be there, with the same type, and with a value that makes sense in the cluster.
 */
import * as fc from 'fast-check';
import { unknownName } from '../model/nearest-name.ts';
import type { PlannedFault } from '../model/plan.ts';
import { allRoles, type Role, type Topology } from '../systems/topology.ts';
import { rolesOf } from './link.ts';
import { faultKindNamed, faultKinds } from './registry.ts';

export interface FaultProblem {
  /** The parameter at fault; null when it is missing. */
  readonly parameter: string | null;
  readonly message: string;
}

/** Enough to see every choice, and numbers on both sides of 0, of a kind that has them. */
const SAMPLES = 200;
const HORIZON_MICROS = 1_000_000;
const EVERY_ROLE: Topology = { roles: allRoles };

/** What a parameter may be: a whole number, or one of some words. */
type Parameter = { readonly least: number } | { readonly words: ReadonlySet<string> };

const parametersByKind = new Map<string, ReadonlyMap<string, Parameter>>();

/** What is wrong with `fault` in a cluster of this topology, if anything is. */
export function faultProblem(fault: PlannedFault, topology: Topology): FaultProblem | undefined {
  if (faultKindNamed(fault.kind) === undefined) {
    const valid = faultKinds.map(({ kind }) => kind);
    return { parameter: 'kind', message: unknownName('fault kind', fault.kind, valid) };
  }
  for (const [name, parameter] of parametersOf(fault.kind)) {
    const value = fault[name];
    if (value === undefined) return { parameter: null, message: `${fault.kind} needs "${name}"` };
    const message = messageFor(name, parameter, value, topology);
    if (message !== undefined) return { parameter: name, message };
  }
  return undefined;
}

function messageFor(
  name: string,
  parameter: Parameter,
  value: number | string,
  topology: Topology,
): string | undefined {
  if ('least' in parameter) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      return `expected a whole number, got ${JSON.stringify(value)}`;
    }
    if (value < parameter.least) return `must be at least ${parameter.least}, got ${value}`;
    if (name === 'clientIndex' && !topology.roles.includes('client')) return 'there is no client';
    return undefined;
  }
  if (typeof value !== 'string') return `expected text, got ${value}`;
  if (name === 'role') return roleProblem(value, topology);
  // A plan may name any pair of roles, also one that is never drawn.
  if (name === 'link') return linkProblem(value, topology);
  return parameter.words.has(value) ? undefined : unknownName('choice', value, [...parameter.words]);
}

function roleProblem(role: string, { roles }: Topology): string | undefined {
  return roles.includes(role as Role) ? undefined : `no node plays the role "${role}"; valid: ${played(roles)}`;
}

function linkProblem(link: string, topology: Topology): string | undefined {
  const ends = rolesOf(link);
  if (ends === undefined) {
    return `expected two roles with a hyphen between, such as "client-unit", got "${link}"; roles: ${played(topology.roles)}, any`;
  }
  return ends.map((end) => (end === 'any' ? undefined : roleProblem(end, topology))).find((each) => each !== undefined);
}

function played(roles: readonly Role[]): string {
  return [...new Set(roles)].join(', ');
}

function parametersOf(kind: string): ReadonlyMap<string, Parameter> {
  const known = parametersByKind.get(kind) ?? learn(kind);
  parametersByKind.set(kind, known);
  return known;
}

function learn(kind: string): ReadonlyMap<string, Parameter> {
  const arbitrary = (faultKindNamed(kind) as (typeof faultKinds)[number]).arbitrary(EVERY_ROLE, HORIZON_MICROS);
  const drawn = fc.sample(arbitrary, { numRuns: SAMPLES, seed: 0 });
  const names = Object.keys(drawn[0] as PlannedFault).filter((name) => name !== 'kind');
  return new Map(
    names.map((name): [string, Parameter] => {
      const values = drawn.map((fault) => fault[name]);
      if (typeof values[0] === 'string') return [name, { words: new Set(values as string[]) }];
      return [name, { least: (values as number[]).some((value) => value < 0) ? Number.MIN_SAFE_INTEGER : 0 }];
    }),
  );
}
