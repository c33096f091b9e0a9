/** The plan of a small world: nothing of it is drawn. */
import type { CorfuPlan, Plan, PlannedFault } from '../model/plan.ts';
import type { World } from '../model/world.ts';

const TIMEOUTS = 1;
/** One retry. */
const ATTEMPTS_MAX = 2;
const PAYLOAD_BYTES = 8;

/**
 * `faults` is the crash of this part of the world, if it has one. Delays are the least there are: time decides nothing here, and what
 * is slow only makes it longer.
 */
export function planOfWorld(scenario: string, world: World, faults: readonly PlannedFault[]): Plan {
  const { chainLength, replication = 'client-driven', clients, reconfigurers = [], timeouts = TIMEOUTS } = world;
  const system: CorfuPlan = {
    stripes: 1,
    chainLength,
    replication,
    layoutServers: world.layoutServers ?? (reconfigurers.length > 0 ? 1 : 0),
    spareLayoutServers: 0,
    sequencers: reconfigurers.includes('replace-sequencer') ? 2 : 1,
    spares: 0,
    managers: reconfigurers.length,
    delayMicros: 0,
    jitterMicros: 1,
    timeoutMicros: 5_000,
    fillDelayMicros: 0,
    flashBlocks: 8,
    flashPagesPerBlock: 4,
    strength: 'confirmed',
    leaseMicros: 1,
    driftPpm: 0,
    attemptsMax: ATTEMPTS_MAX,
  };
  return {
    format: 1,
    scenario,
    seed: 0,
    system,
    clients: clients.map((operations) =>
      operations.map((op) => ({ op, size: op === 'append' ? PAYLOAD_BYTES : 0, of: 'tail', back: 0, thinkMicros: 0 })),
    ),
    faults,
    world: { timeouts, reconfigurers, choices: [] },
  };
}
