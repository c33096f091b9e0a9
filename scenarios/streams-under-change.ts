/**
 * A log with streams grows, loses a unit and has it rebuilt, and is trimmed, all under load. Most of these changes keep
 * the sequencer, which goes on with the streams that it knows; and wherever entries are copied to, what they say of
 * their streams goes with them.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'streams-under-change',
  summary: 'a log with streams grows, loses a unit and rebuilds it, and its sequencer stays or dies',
  system: {
    stripes: 1,
    chainLength: 2,
    replication: 'either',
    layoutServers: 3,
    sequencers: 2,
    spares: 3,
    managers: [1, 2],
    timeoutMicros: [3_000, 6_000],
    streams: [1, 6],
    backpointers: [1, 4],
  },
  clients: {
    count: [2, 4],
    operations: [40, 60],
    mix: { append: 8, readStream: 4, read: 1, readRange: 1, checkTail: 1, fill: 1, trim: 1, prefixTrim: 1 },
    thinkMicros: [0, 10_000],
  },
  faults: [
    faults.process.crash,
    faults.process.pause,
    faults.network.drop,
    faults.network.duplicate,
    faults.network.delay,
    faults.protocol.holdWrite,
    faults.flash.rot,
  ],
  faultCount: [0, 4],
  always: [
    { kind: 'process.lose-devices', role: 'unit', index: 0, atMicros: 60_000, downMicros: 20_000 },
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 250_000, downMicros: 100_000 },
  ],
  changes: [{ change: 'scale-out', atMicros: [0, 300_000] }],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: [
    'a sequencer went on into the next epoch',
    'streams were recovered by backward scan',
    'a rebuilt unit joined its chains',
  ],
  succeeds: { atLeastPercent: 30 },
  replacement: true,
});
