/**
 * Clocks that are as wrong as leases allow for, and no more. First those who hold leases have slow clocks, and those who grant them
 * and wait for them fast ones: every microsecond that a lease is counted too long would show. Then it is the other way round.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

const DRIFT_PPM = 50_000;
const REVERSAL_MICROS = 400_000;
const END_MICROS = 10_000_000;

/** Everybody who holds a lease runs at `driftPpm`, everybody else against them. */
const apart = (driftPpm: number, atMicros: number, endMicros: number) => {
  const drift = (role: 'unit' | 'sequencer' | 'layout-server' | 'manager', index: number, byPpm: number) =>
    ({ kind: 'clock.drift', role, index, atMicros, durationMicros: endMicros - atMicros, driftPpm: byPpm }) as const;
  return [
    ...[0, 1, 2].map((unit) => drift('unit', unit, driftPpm)),
    ...[0, 1].map((sequencer) => drift('sequencer', sequencer, driftPpm)),
    ...[0, 1, 2].map((server) => drift('layout-server', server, -driftPpm)),
    drift('manager', 0, -driftPpm),
  ];
};

/** Nobody renews its lease during that, or tells it that the epoch is over. */
const cutOff = (role: 'sequencer' | 'unit', index: number, atMicros: number) => {
  const during = { kind: 'network.one-way', atMicros, durationMicros: 250_000 } as const;
  return [
    ...[0, 1, 2].map((toIndex) => ({ ...during, link: `${role}-layout-server`, fromIndex: index, toIndex })),
    { ...during, link: `manager-${role}`, fromIndex: 0, toIndex: index },
  ];
};

export default defineScenario({
  name: 'clock-drift-at-the-bound',
  summary: 'clocks of those who hold leases and of those who grant them drift apart as far as they may',
  system: {
    stripes: 1,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    spares: 1,
    managers: 1,
    delayMicros: [200, 800],
    jitterMicros: [500, 1_500],
    timeoutMicros: [6_000, 8_000],
    strength: 'leased',
    leaseMicros: [50_000, 150_000],
    driftPpm: DRIFT_PPM,
  },
  clients: {
    count: 3,
    operations: [120, 160],
    mix: { append: 3, read: 3, readRange: 1, checkTail: 6 },
    thinkMicros: [0, 1_000],
  },
  faults: [faults.network.delay, faults.clock.jumpForward, faults.clock.jumpBack, faults.process.crash],
  faultCount: [0, 3],
  always: [
    ...apart(-DRIFT_PPM, 0, REVERSAL_MICROS),
    ...apart(DRIFT_PPM, REVERSAL_MICROS + 1, END_MICROS),
    ...cutOff('sequencer', 0, 100_000),
    ...cutOff('unit', 1, 100_000),
    // Those who have taken their places.
    ...cutOff('sequencer', 1, 500_000),
    ...cutOff('unit', 2, 500_000),
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a lease ran out on a clock that drifts', 'a reconfigurer waited a lease out'],
  succeeds: { atLeastPercent: 20 },
});
