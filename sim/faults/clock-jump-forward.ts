/**
 * Moves a node's clock forward at one instant, as a time daemon does after it was cut off.
 *
 * Bounds: one node, up to 100 s. Heals: never, as an offset need not. Noticed by instants read before and after:
 * whoever measures a duration with them finds it far too long. Running timers are not touched.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { EVERYBODY, faultOf, instant, type NodeChoice, nodeFields } from './parameters.ts';

const JUMP_MICROS_MAX = 100_000_000;

interface JumpForward extends PlannedFault, NodeChoice {
  readonly kind: 'clock.jump-forward';
  readonly atMicros: number;
  readonly byMicros: number;
}

export const clockJumpForward: FaultKind<JumpForward> = {
  kind: 'clock.jump-forward',
  place: 'clock',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'moves the clock of a node forward at one instant',
  heals: 'never, and need not: durations alone count',
  noticedBy: 'durations between instants that come out too long',
  arbitrary: (topology, horizonMicros) =>
    faultOf<JumpForward>('clock.jump-forward', {
      ...nodeFields(topology, EVERYBODY),
      atMicros: instant(horizonMicros),
      byMicros: fc.integer({ min: 1, max: JUMP_MICROS_MAX }),
    }),
  install: (fault, world) => {
    const { kernel } = world;
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    world.faults.strikeAfter(fault.atMicros, () => {
      node.clock.jump(fault.byMicros);
      kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `by ${fault.byMicros} us` });
    });
  },
};
