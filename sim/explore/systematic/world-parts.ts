/**
 * The parts of a small world: as it is, and once for everything that may happen to it besides. At most one crash happens in any part,
 * so together they have every execution with at most one, and each can be enumerated on its own.
 *
 * A node crashes between two steps, which is a choice like any other, or in the middle of one, when something has just become durable and
 * nobody knows it yet: which of these points it is, is fixed for an enumeration, and they are taken one after the other.
 */
import type { WorldCrash, WorldPart } from '../../model/enumerated.ts';
import type { Plan, PlannedFault } from '../../model/plan.ts';
import type { World, WorldRole } from '../../model/world.ts';
import { topologyOf } from '../../systems/corfu.ts';
import { nameOf } from '../../systems/topology.ts';
import { planOfWorld } from '../../workload/plan-world.ts';
import { nodeId } from '../../../src/ports/units.ts';

/** Whose steps write anything. */
const durable: ReadonlySet<WorldRole> = new Set<WorldRole>(['unit', 'layout-server']);

/** Back before anything else happens. */
const DOWN_MICROS = 1;

export function partsOf(world: World): readonly WorldPart[] {
  const topology = topologyOf(planOfWorld('', world, []));
  const parts: WorldPart[] = [{ name: 'nothing crashes', crash: null }];
  for (const role of world.crashes ?? []) {
    const nodes = topology.roles.flatMap((each, id) => (each === role ? [nodeId(id)] : []));
    for (const [index, node] of nodes.entries()) {
      const name = nameOf(topology, node);
      parts.push({ name: `${name} crashes`, crash: { role, index, whileWriting: false } });
      if (durable.has(role))
        parts.push({ name: `${name} crashes while it writes`, crash: { role, index, whileWriting: true } });
    }
  }
  return parts;
}

/** The plan of `part`; `nthPersisted` says at which point a node crashes that does so while it writes. */
export function planOfPart(scenario: string, world: World, { crash }: WorldPart, nthPersisted: number): Plan {
  return planOfWorld(scenario, world, crash === null ? [] : [faultOf(crash, nthPersisted)]);
}

function faultOf({ role, index, whileWriting }: WorldCrash, nthPersisted: number): PlannedFault {
  return whileWriting
    ? { kind: 'process.crash-at-persistence', role, index, nthPersisted, downMicros: DOWN_MICROS }
    : { kind: 'process.crash', role, index, atMicros: 0, downMicros: DOWN_MICROS };
}
