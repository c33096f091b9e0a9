/**
 * Lets a node's clock run too fast or too slow. Its timeouts end early or late by as much.
 *
 * Bounds: one node, up to 5 %: a crystal is within 0.05 %, a virtual machine whose clock is being slewed is not. Of two
 * drifts of one node the one that began last is in force. Heals: the rate is right again when the window ends; what was
 * gained stays, as an offset. Noticed by durations measured on this clock.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import { during } from './during.ts';
import type { FaultKind } from './fault-kind.ts';
import { EVERYBODY, faultOf, type NodeChoice, nodeFields, type Window, windowFields } from './parameters.ts';

const DRIFT_PPM_MAX = 50_000;

interface Drift extends PlannedFault, Window, NodeChoice {
  readonly kind: 'clock.drift';
  /** Positive: too fast. */
  readonly driftPpm: number;
}

export const clockDrift: FaultKind<Drift> = {
  kind: 'clock.drift',
  place: 'clock',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'lets the clock of a node run too fast or too slow',
  heals: 'when its window ends; the offset gained stays',
  noticedBy: 'timers that fire early or late',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Drift>('clock.drift', {
      ...nodeFields(topology, EVERYBODY),
      ...windowFields(horizonMicros),
      driftPpm: fc.integer({ min: -DRIFT_PPM_MAX, max: DRIFT_PPM_MAX }),
    }),
  install: (fault, world) => {
    const { kernel } = world;
    const node = world.node(nodeOf(world.topology, fault.role, fault.index));
    during(
      world,
      fault,
      () => {
        node.clock.setDrift(kernel.timeMicros, fault.driftPpm);
        kernel.tell({ fact: 'fault', node: node.id, kind: fault.kind, detail: `by ${fault.driftPpm} ppm` });
      },
      () => node.clock.setDrift(kernel.timeMicros, 0),
    );
  },
};
