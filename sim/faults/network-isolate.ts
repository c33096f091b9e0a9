/**
 * Cuts one node from all others, in both directions.
 *
 * Bounds: one node, for at most half of the run. Heals: when the window ends. Noticed by calls to and from the node,
 * which time out.
 */
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { cutDuring } from './link-rule.ts';
import { EVERYBODY, faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface Isolate extends PlannedFault, Window, NodeChoice {
  readonly kind: 'network.isolate';
}

export const networkIsolate: FaultKind<Isolate> = {
  kind: 'network.isolate',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'cuts one node from all others',
  heals: 'when its window ends',
  noticedBy: 'calls to and from the node that time out',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Isolate>('network.isolate', {
      ...windowFields(horizonMicros),
      ...nodeFields(topology, EVERYBODY),
    }),
  install: (fault, world) => {
    const alone = nodeOf(world.topology, fault.role, fault.index);
    cutDuring(world, fault, fault.kind, (from, to) => from === alone || to === alone);
  },
};
