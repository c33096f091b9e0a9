/**
 * Kills a process between two events, in the middle of whatever it awaits; the node starts again later. Devices do at
 * that instant what they do at power loss.
 *
 * Bounds: one process, down for at most half of the run. Heals: by the restart. Noticed by calls that time out, and by
 * recovery from flash.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, instant, mortals, type NodeChoice, nodeFields, span } from './parameters.ts';

interface Crash extends PlannedFault, NodeChoice {
  readonly kind: 'process.crash';
  readonly atMicros: number;
  readonly downMicros: number;
}

export const processCrash: FaultKind<Crash> = {
  kind: 'process.crash',
  place: 'process',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'kills a process and restarts it later',
  heals: 'by the restart, after downMicros',
  noticedBy: 'crashed and started facts; calls that time out; recovery by scanning flash',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Crash>('process.crash', {
      ...nodeFields(topology, mortals(topology)),
      atMicros: instant(horizonMicros),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => {
      if (node.incarnation === null) return;
      world.kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `down for ${fault.downMicros} us` });
      node.crash(fault.downMicros);
    });
  },
};
