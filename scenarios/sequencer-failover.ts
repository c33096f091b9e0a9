/**
 * The sequencer dies, comes back without its tail, and dies again, on both of its nodes. Each time the log is sealed and goes on in a
 * new epoch, above everything that was acknowledged.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'sequencer-failover',
  summary: 'the sequencer dies again and again, and another takes over',
  system: { stripes: [1, 2], chainLength: 2, layoutServers: 3, sequencers: 2, managers: 1 },
  clients: { count: [2, 4], operations: [30, 50], mix: { append: 6, read: 3, checkTail: 2, fill: 1 } },
  faults: [faults.process.crash, faults.network.drop],
  faultCount: [0, 3],
  always: [
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 60_000, downMicros: 30_000 },
    { kind: 'process.crash', role: 'sequencer', index: 1, atMicros: 150_000, downMicros: 30_000 },
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 300_000, downMicros: 200_000 },
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['another sequencer took over'],
  succeeds: { atLeastPercent: 30 },
});
