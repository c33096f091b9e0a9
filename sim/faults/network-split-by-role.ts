/**
 * Cuts all clients from all servers of one role: positions are granted and cannot be written, or can be written and
 * nobody grants them.
 *
 * Bounds: for at most half of the run. Heals: when the window ends. Noticed by calls of clients, which time out
 * everywhere at once.
 */
import * as fc from 'fast-check';
import type { NodeId } from '../../src/ports/units.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { Role } from '../systems/topology.ts';
import type { FaultKind } from './fault-kind.ts';
import { cutDuring } from './link-rule.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface SplitByRole extends PlannedFault, Window {
  readonly kind: 'network.split-by-role';
  /** The servers that no client reaches. */
  readonly role: Role;
}

export const networkSplitByRole: FaultKind<SplitByRole> = {
  kind: 'network.split-by-role',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'cuts all clients from all servers of a role',
  heals: 'when its window ends',
  noticedBy: 'calls of every client that time out',
  arbitrary: (topology, horizonMicros) => {
    const roles = (['sequencer', 'unit'] as const).filter((role) => topology.roles.includes(role));
    return faultOf<SplitByRole>('network.split-by-role', {
      ...windowFields(horizonMicros),
      role: fc.constantFrom(...roles),
    });
  },
  install: (fault, world) => {
    const { roles } = world.topology;
    const between = (a: NodeId, b: NodeId): boolean => roles[a] === 'client' && roles[b] === fault.role;
    cutDuring(world, fault, fault.kind, (from, to) => between(from, to) || between(to, from));
  },
};
