/**
 * Destroys a machine, with its process and all that it stored: a fire, a stolen rack, a disk that is thrown away. Nothing of it
 * ever comes back, not even when faults stop.
 *
 * Bounds: one unit or layout server; the atlas leaves every other unit of its chain whole, and a majority of the layout
 * servers. Heals: by replacement only. Noticed by calls that time out for ever; where it was the last of a chain, or one of
 * a majority of layout servers, by a run that ends unavailable, with this fault in its proof.
 */
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, instant, type NodeChoice, nodeFields } from './parameters.ts';

interface Destroy extends PlannedFault, NodeChoice {
  readonly kind: 'process.destroy';
  readonly atMicros: number;
}

export const processDestroy: FaultKind<Destroy> = {
  kind: 'process.destroy',
  place: 'process',
  faultClass: 'replacement',
  damagesCopies: true,
  summary: 'destroys a machine for ever, with all that it stored',
  heals: 'when a reconfiguration replaces the machine',
  noticedBy: 'a destroyed fact; calls that time out for ever',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Destroy>('process.destroy', {
      ...nodeFields(topology, ['unit', 'layout-server']),
      atMicros: instant(horizonMicros),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => {
      world.kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: 'for ever' });
      node.destroy();
    });
  },
};
