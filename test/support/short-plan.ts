/** A short plan, spelled out: two clients that append, read and ask for the tail, on one chain of two units. */
import { corfuClientView } from '../../sim/check/linearizable.ts';
import { invariants } from '../../sim/check/invariants/all.ts';
import type { Plan, PlannedOperation } from '../../sim/model/plan.ts';
import type { Scenario } from '../../sim/model/scenario.ts';

function operation(op: PlannedOperation['op'], thinkMicros: number): PlannedOperation {
  return { op, size: 16, of: 'tail', back: 0, thinkMicros };
}

export const shortPlan: Plan = {
  format: 1,
  scenario: 'short',
  seed: 7,
  system: {
    stripes: 1,
    chainLength: 2,
    replication: 'client-driven',
    layoutServers: 0,
    spareLayoutServers: 0,
    sequencers: 1,
    spares: 0,
    managers: 0,
    delayMicros: 100,
    jitterMicros: 50,
    timeoutMicros: 5_000,
    fillDelayMicros: 1_000,
    flashBlocks: 8,
    flashPagesPerBlock: 8,
    strength: 'confirmed',
    leaseMicros: 20_000,
    driftPpm: 50_000,
  },
  clients: [
    [operation('append', 10_000), operation('append', 200), operation('checkTail', 0), operation('read', 100)],
    [operation('append', 10_050), operation('read', 300), operation('append', 10)],
  ],
  faults: [],
};

/** What {@link shortPlan} could have been drawn from. */
export const shortScenario: Scenario = {
  name: 'short',
  summary: 'two clients on one chain',
  system: { stripes: 1, chainLength: 2 },
  clients: { count: 2, operations: [3, 4], mix: { append: 2, read: 1, checkTail: 1 } },
  faults: [],
  properties: [corfuClientView, invariants],
  sometimes: [],
  succeeds: { atLeastPercent: 100 },
};
