/**
 * Directed links in plans: `client-unit` with two indices is the link from one client to one unit, `any-client` every
 * link that leads to one client. Only links that carry messages are drawn; a plan may name any pair of roles.
 */
import * as fc from 'fast-check';
import type { NodeId } from '../../src/ports/units.ts';
import { allRoles, nodeOf, type Role, type Topology } from '../systems/topology.ts';
import { type Fields, indexField } from './parameters.ts';

export type LinkName = `${Role | 'any'}-${Role | 'any'}`;

export interface LinkChoice {
  readonly link: LinkName;
  /** Which node of the first role; without meaning for `any`. */
  readonly fromIndex: number;
  /** Which node of the second role; without meaning for `any`. */
  readonly toIndex: number;
}

const ENDS: readonly (Role | 'any')[] = [...allRoles, 'any'];

/** The links between single nodes. */
const PAIRS: readonly LinkName[] = [
  'client-unit',
  'unit-client',
  'client-sequencer',
  'sequencer-client',
  'client-layout-server',
  'layout-server-client',
  'manager-unit',
  'unit-manager',
  'manager-sequencer',
  'sequencer-manager',
  'manager-layout-server',
  'layout-server-manager',
];

const BUNDLES: readonly LinkName[] = ['client-any', 'any-client', 'unit-any', 'any-unit', 'any-any'];

/** Draws the link from one node to another. */
export function pairFields(topology: Topology): Fields<LinkChoice> {
  return fieldsAmong(topology, PAIRS);
}

/** Draws a link, all links from or to one node, or all there are. */
export function linkFields(topology: Topology): Fields<LinkChoice> {
  return fieldsAmong(topology, [...PAIRS, ...BUNDLES]);
}

function fieldsAmong(topology: Topology, links: readonly LinkName[]): Fields<LinkChoice> {
  const played = links.filter((link) => endsOf(link).every((end) => end === 'any' || topology.roles.includes(end)));
  return { link: fc.constantFrom(...played), fromIndex: indexField(topology), toIndex: indexField(topology) };
}

/** Says of a datagram whether it goes over the chosen links. */
export function linkTest(topology: Topology, choice: LinkChoice): (from: NodeId, to: NodeId) => boolean {
  const [fromRole, toRole] = endsOf(choice.link);
  const chosenFrom = fromRole === 'any' ? undefined : nodeOf(topology, fromRole, choice.fromIndex);
  const chosenTo = toRole === 'any' ? undefined : nodeOf(topology, toRole, choice.toIndex);
  return (from, to) => (chosenFrom === undefined || from === chosenFrom) && (chosenTo === undefined || to === chosenTo);
}

/** The two roles of a link; `undefined` for what names no two of them. Roles have hyphens in their names, too. */
export function rolesOf(link: string): readonly [Role | 'any', Role | 'any'] | undefined {
  for (const from of ENDS) {
    const to = ENDS.find((each) => link === `${from}-${each}`);
    if (to !== undefined) return [from, to];
  }
  return undefined;
}

function endsOf(link: LinkName): readonly [Role | 'any', Role | 'any'] {
  const ends = rolesOf(link);
  if (ends === undefined) throw new RangeError(`no link "${link}"`);
  return ends;
}
