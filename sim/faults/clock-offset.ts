/**
 * Sets a node's clock wrong from the start.
 *
 * Bounds: one node, up to 1000 s early or late. Heals: never, and need not: no protocol may compare instants of two
 * clocks. Noticed by instants read from this clock.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { EVERYBODY, faultOf, type NodeChoice, nodeFields } from './parameters.ts';

const OFFSET_MICROS_MAX = 1_000_000_000;

interface Offset extends PlannedFault, NodeChoice {
  readonly kind: 'clock.offset';
  /** Negative: the clock is late. */
  readonly offsetMicros: number;
}

export const clockOffset: FaultKind<Offset> = {
  kind: 'clock.offset',
  place: 'clock',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'sets the clock of a node wrong from the start',
  heals: 'never: no protocol may compare instants of two clocks',
  noticedBy: 'instants read from this clock',
  arbitrary: (topology) =>
    faultOf<Offset>('clock.offset', {
      ...nodeFields(topology, EVERYBODY),
      offsetMicros: fc.integer({ min: -OFFSET_MICROS_MAX, max: OFFSET_MICROS_MAX }),
    }),
  install: (fault, world) => {
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    node.clock.jump(fault.offsetMicros);
    world.kernel.schedule(0, 'fault', null, () => {
      world.kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `by ${fault.offsetMicros} us` });
    });
  },
};
