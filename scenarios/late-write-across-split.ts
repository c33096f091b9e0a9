/**
 * The log is split while writes are on their way: they are delivered when the next epoch has begun, to chains that their positions
 * have left, from clients that have long gone elsewhere. Units that were restarted meanwhile must still know that they ended that epoch.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'late-write-across-split',
  summary: 'writes of an old epoch arrive after their positions went to other chains',
  system: {
    stripes: [1, 2],
    chainLength: [1, 2],
    layoutServers: 3,
    sequencers: 2,
    spares: 4,
    managers: 1,
    timeoutMicros: [4_000, 7_000],
  },
  clients: {
    count: [3, 5],
    operations: [40, 60],
    mix: { append: 8, read: 3, checkTail: 2, fill: 1 },
    thinkMicros: [0, 2_000],
  },
  faults: [faults.protocol.holdAcrossSeal, faults.protocol.holdWrite, faults.process.crash, faults.network.duplicate],
  faultCount: [0, 4],
  always: [
    { kind: 'protocol.hold-across-seal', nthSealed: 1, holdMicros: 60_000 },
    { kind: 'protocol.hold-across-seal', nthSealed: 2, holdMicros: 60_000 },
    { kind: 'process.crash', role: 'unit', index: 0, atMicros: 90_000, downMicros: 2_000 },
    { kind: 'process.crash', role: 'unit', index: 1, atMicros: 100_000, downMicros: 2_000 },
  ],
  changes: [
    { change: 'scale-out', atMicros: [30_000, 60_000] },
    { change: 'scale-out', atMicros: [130_000, 160_000] },
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a write reached a unit that its position had left'],
  succeeds: { atLeastPercent: 40 },
});
