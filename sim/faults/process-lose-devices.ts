/**
 * Kills a unit and replaces its flash and disk by empty ones. The unit comes back as another incarnation: it must not
 * answer `unwritten` for what its former self acknowledged, and stays out until a reconfiguration admits it.
 *
 * Bounds: one unit; the atlas leaves every other unit of its chain whole. Heals: by replacement only. Noticed by
 * requests to the unit, which are answered `not-ready`; positions of its chain stay unavailable until then.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, instant, type NodeChoice, nodeFields, span } from './parameters.ts';

interface LoseDevices extends PlannedFault, NodeChoice {
  readonly kind: 'process.lose-devices';
  readonly atMicros: number;
  readonly downMicros: number;
}

export const processLoseDevices: FaultKind<LoseDevices> = {
  kind: 'process.lose-devices',
  place: 'process',
  faultClass: 'replacement',
  damagesCopies: true,
  summary: 'restarts a unit with empty flash and disk',
  heals: 'when a reconfiguration replaces the unit',
  noticedBy: 'a device-lost fact; a unit that answers not-ready',
  arbitrary: (topology, horizonMicros) =>
    faultOf<LoseDevices>('process.lose-devices', {
      ...nodeFields(topology, ['unit']),
      atMicros: instant(horizonMicros),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => {
      world.kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `down for ${fault.downMicros} us` });
      node.loseDevices(fault.downMicros);
    });
  },
};
