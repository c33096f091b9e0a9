/**
 * The operator wants twice as many stripes, and then more, while clients append as fast as they can and units come and go. What was
 * written stays where it is, what comes goes to all chains, and no position is on two.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'scale-out-under-load',
  summary: 'stripes are added twice under many appends, and a unit that was away makes its chain whole again',
  system: {
    stripes: 1,
    chainLength: 2,
    replication: 'either',
    layoutServers: 3,
    sequencers: 2,
    spares: 4,
    managers: 2,
    timeoutMicros: [3_000, 6_000],
  },
  clients: {
    count: [3, 6],
    operations: [30, 40],
    mix: { append: 8, read: 2, readRange: 2, checkTail: 1, fill: 1 },
    thinkMicros: [0, 1_500],
  },
  faults: [
    faults.process.crash,
    faults.process.pause,
    faults.network.drop,
    faults.network.delay,
    faults.network.duplicate,
    faults.protocol.ackLostAtTail,
  ],
  faultCount: [0, 4],
  always: [
    // No spare is left for it by then: the chain is a copy short until it is back.
    { kind: 'process.crash', role: 'unit', index: 1, atMicros: 120_000, downMicros: 120_000 },
  ],
  changes: [
    { change: 'scale-out', atMicros: [20_000, 60_000] },
    { change: 'scale-out', atMicros: [20_000, 90_000] },
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['the log was scaled out', 'a short chain was lengthened'],
  succeeds: { atLeastPercent: 40 },
});
