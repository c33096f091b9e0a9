import type { PlannedOperation } from './plan.ts';
import type { Scenario } from './scenario.ts';
import type { World } from './world.ts';

export interface WorldDefinition extends World, Pick<Scenario, 'name' | 'summary' | 'properties' | 'sometimes'> {}

/**
 * Declares a small world. It is a scenario too, of which every seed is the same plan, so that what was found in it can be replayed and
 * shrunk as anything else.
 */
export function defineWorld({ name, summary, properties, sometimes, ...world }: WorldDefinition): Scenario {
  const { clients } = world;
  const operations = new Set<PlannedOperation['op']>(clients.flat());
  return {
    name,
    summary,
    system: {},
    clients: {
      count: clients.length,
      operations: Math.max(...clients.map(({ length }) => length)),
      mix: Object.fromEntries([...operations].map((op) => [op, 1])),
    },
    faults: [],
    properties,
    sometimes,
    succeeds: { atLeastPercent: 0 },
    world,
  };
}
