/** Who takes part in a run. Plans name nodes by role and index, which stays meaningful while a plan shrinks. */
import type { NodeId } from '../../src/ports/units.ts';

export type Role = 'unit' | 'sequencer' | 'layout-server' | 'manager' | 'client';

export const allRoles: readonly Role[] = ['unit', 'sequencer', 'layout-server', 'manager', 'client'];

export interface Topology {
  /** Nodes in the order of their ids. */
  readonly roles: readonly Role[];
}

/** The `index`-th node of `role`, counting round and round, so that any index names somebody. */
export function nodeOf(topology: Topology, role: Role, index: number): NodeId {
  const members = nodesOf(topology, role);
  if (members.length === 0) throw new RangeError(`no node has the role "${role}"`);
  return members[index % members.length] as NodeId;
}

function nodesOf(topology: Topology, role: Role): readonly NodeId[] {
  const members: NodeId[] = [];
  topology.roles.forEach((each, id) => {
    if (each === role) members.push(id as NodeId);
  });
  return members;
}

/** A node's name in reports: `unit-2`. */
export function nameOf(topology: Topology, node: NodeId): string {
  const role = topology.roles[node];
  if (role === undefined) return `node-${node}`;
  return `${role}-${nodesOf(topology, role).indexOf(node)}`;
}
