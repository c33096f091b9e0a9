/**
 * A layout server loses its disk, and with it what it promised: another takes over its vote. Then the operator retires one that is
 * well, and a third is away: every decision needs those that were called in. The sequencers die in between, so that there is something to
 * decide.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'layout-server-loss',
  summary: 'a layout server is lost and another retired, and those that were called in decide what comes next',
  system: {
    stripes: 1,
    chainLength: 2,
    layoutServers: 3,
    spareLayoutServers: 2,
    sequencers: 2,
    managers: [1, 2],
    timeoutMicros: [3_000, 6_000],
  },
  clients: { count: [2, 3], operations: [50, 70], mix: { append: 5, read: 3, checkTail: 3 } },
  faults: [
    faults.process.crash,
    faults.process.pause,
    faults.network.drop,
    faults.network.delay,
    faults.network.duplicate,
  ],
  faultCount: [0, 4],
  always: [
    { kind: 'process.lose-devices', role: 'layout-server', index: 1, atMicros: 50_000, downMicros: 10_000 },
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 150_000, downMicros: 20_000 },
    { kind: 'process.crash', role: 'layout-server', index: 2, atMicros: 300_000, downMicros: 300_000 },
    { kind: 'process.crash', role: 'sequencer', index: 1, atMicros: 320_000, downMicros: 20_000 },
  ],
  changes: [{ change: 'replace-layout-server', atMicros: [150_000, 250_000] }],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a layout server that was called in voted'],
  succeeds: { atLeastPercent: 30 },
  replacement: true,
});
