/**
 * Pauses a process, as a long garbage collection or a stopped container does: it misses nothing, and reacts to
 * everything later, with what it knew before.
 *
 * Bounds: one node, for at most half of the run, which is longer than any timeout. Heals: when the window ends, or the
 * node restarts. Noticed by others, who time out and fill the positions of a paused writer, and by the node, whose late
 * messages meet what they did meanwhile.
 */
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { EVERYBODY, faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

interface Pause extends PlannedFault, Window, NodeChoice {
  readonly kind: 'process.pause';
}

export const processPause: FaultKind<Pause> = {
  kind: 'process.pause',
  place: 'process',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'pauses a process, longer than timeouts',
  heals: 'when its window ends, or by a restart',
  noticedBy: 'nothing delivered to the node meanwhile; late messages after it',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Pause>('process.pause', {
      ...nodeFields(topology, EVERYBODY),
      ...windowFields(horizonMicros),
    }),
  install: (fault, world) => {
    const { kernel } = world;
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => {
      const { incarnation } = node;
      if (incarnation === null) return;
      const untilMicros = kernel.timeMicros + fault.durationMicros;
      incarnation.pausedUntilMicros = Math.max(incarnation.pausedUntilMicros, untilMicros);
      kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `until ${untilMicros} us` });
    });
  },
};
