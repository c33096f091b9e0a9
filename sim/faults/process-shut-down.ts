/**
 * Stops a process cleanly, between two events and after it finished what it was doing, and starts it again later, as an
 * upgrade does.
 *
 * Bounds: one unit or client, down for at most half of the run. Heals: by the restart. Noticed by calls that time out;
 * recovery must find everything that was acknowledged, and nothing torn.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, instant, type NodeChoice, nodeFields, span } from './parameters.ts';

interface ShutDown extends PlannedFault, NodeChoice {
  readonly kind: 'process.shut-down';
  readonly atMicros: number;
  readonly downMicros: number;
}

export const processShutDown: FaultKind<ShutDown> = {
  kind: 'process.shut-down',
  place: 'process',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'stops a process cleanly and restarts it later',
  heals: 'by the restart, after downMicros',
  noticedBy: 'a new incarnation; calls that time out',
  arbitrary: (topology, horizonMicros) =>
    faultOf<ShutDown>('process.shut-down', {
      ...nodeFields(topology, ['unit', 'client']),
      atMicros: instant(horizonMicros),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => {
      if (node.incarnation === null) return;
      world.kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `down for ${fault.downMicros} us` });
      node.shutDown(fault.downMicros);
    });
  },
};
