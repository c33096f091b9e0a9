/**
 * Kills a process at the instant its n-th write has become durable, before it or anybody else knows: what it stored is
 * there, and what it would have answered is never said. This is where recovery and in-doubt operations go wrong, and
 * where a layout server has voted and nobody hears of it.
 *
 * Bounds: one unit or layout server, once; persistence points are counted over all its lives. Heals: by the restart. Noticed by
 * recovery, which finds an entry that was never acknowledged.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, type NodeChoice, nodeFields, nthField, span } from './parameters.ts';

interface CrashAtPersistence extends PlannedFault, NodeChoice {
  readonly kind: 'process.crash-at-persistence';
  /** Which persistence point of the node, from 1. */
  readonly nthPersisted: number;
  readonly downMicros: number;
}

export const processCrashAtPersistence: FaultKind<CrashAtPersistence> = {
  kind: 'process.crash-at-persistence',
  place: 'process',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'kills a process when something became durable and nobody knows it yet',
  heals: 'by the restart, after downMicros',
  noticedBy: 'entries found by recovery that nobody acknowledged',
  arbitrary: (topology, horizonMicros) =>
    faultOf<CrashAtPersistence>('process.crash-at-persistence', {
      ...nodeFields(topology, ['unit', 'layout-server']),
      nthPersisted: nthField(horizonMicros),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    let seen = 0;
    world.kernel.onPersisted((incarnation) => {
      if (incarnation.node !== node.id) return;
      seen += 1;
      if (seen !== fault.nthPersisted || world.faults.stopped) return;
      const detail = `persistence point ${seen}, down for ${fault.downMicros} us`;
      world.kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail });
      node.crash(fault.downMicros);
    });
  },
};
