/**
 * The log is split again and again and trimmed from its beginning, and the managers drop the segments in which nothing is left. Units that
 * stay may never have heard of what was below; who asks for it is told that it is gone, and the tail never falls below the first segment.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'shrink-by-trimming',
  summary: 'segments are dropped when everything in them was trimmed, while units and the sequencer are replaced',
  system: {
    stripes: [1, 2],
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    spares: 4,
    managers: [1, 2],
    timeoutMicros: [3_000, 6_000],
  },
  clients: {
    count: [2, 4],
    operations: [60, 80],
    mix: { append: 8, read: 3, readRange: 1, checkTail: 2, trim: 1, prefixTrim: 3 },
  },
  faults: [faults.process.crash, faults.process.pause, faults.network.drop, faults.network.delay],
  faultCount: [0, 4],
  always: [
    { kind: 'process.crash', role: 'unit', index: 0, atMicros: 100_000, downMicros: 250_000 },
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 200_000, downMicros: 50_000 },
  ],
  changes: [
    { change: 'drop-trimmed', atMicros: [0, 100_000] },
    { change: 'scale-out', atMicros: [50_000, 250_000] },
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['trimmed segments were dropped'],
  succeeds: { atLeastPercent: 40 },
});
