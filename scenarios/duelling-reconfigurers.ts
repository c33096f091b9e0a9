/**
 * Three managers notice at once that the sequencer is gone, and outbid each other for the next layout, while messages are lost and
 * servers crash. One layout follows another, whoever wins.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'duelling-reconfigurers',
  summary: 'three managers compete for the next layout, over a network that loses and delays',
  system: { stripes: 1, chainLength: 2, layoutServers: 3, sequencers: 3, managers: 3, timeoutMicros: [3_000, 5_000] },
  clients: { count: 2, operations: [20, 30], mix: { append: 6, read: 2, checkTail: 2 } },
  faults: [
    faults.process.crash,
    faults.network.drop,
    faults.network.delay,
    faults.network.duplicate,
    faults.network.oneWay,
  ],
  faultCount: [2, 8],
  always: [
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 30_000, downMicros: 500_000 },
    { kind: 'process.crash', role: 'sequencer', index: 1, atMicros: 90_000, downMicros: 20_000 },
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a reconfigurer was outbid'],
  succeeds: { atLeastPercent: 20 },
});
