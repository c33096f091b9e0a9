/**
 * Slows a process down: it reacts to every datagram, timer and device later by the same time.
 *
 * Bounds: one node, up to 10 ms per reaction, for at most half of the run. Heals: when the window ends, or the node
 * restarts. Noticed by calls to the node, which take longer or time out.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import { during } from './during.ts';
import type { FaultKind } from './fault-kind.ts';
import { EVERYBODY, faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface Slow extends PlannedFault, Window, NodeChoice {
  readonly kind: 'process.slow';
  readonly slowMicros: number;
}

export const processSlow: FaultKind<Slow> = {
  kind: 'process.slow',
  place: 'process',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'lets a process react later to everything',
  heals: 'when its window ends, or by a restart',
  noticedBy: 'calls to the node that take longer, or time out',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Slow>('process.slow', {
      ...nodeFields(topology, EVERYBODY),
      ...windowFields(horizonMicros),
      slowMicros: fc.integer({ min: 1, max: 10_000 }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    let slowed: Incarnation | null = null;
    during(
      world,
      fault,
      () => {
        slowed = node.incarnation;
        if (slowed === null) return;
        slowed.slowMicros += fault.slowMicros;
        world.kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `by ${fault.slowMicros} us` });
      },
      () => {
        if (slowed !== null) slowed.slowMicros -= fault.slowMicros;
      },
    );
  },
};
