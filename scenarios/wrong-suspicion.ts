/**
 * The manager cannot reach a server that everybody else can: it gives up a sequencer and a unit that are well, while clients are at
 * work on them. A wrong suspicion costs an epoch, and nothing else.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'wrong-suspicion',
  summary: 'servers that are well are given up in the middle of their work',
  system: {
    stripes: 2,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    spares: 1,
    managers: 1,
    timeoutMicros: [4_000, 8_000],
  },
  clients: {
    count: [3, 6],
    operations: [60, 100],
    mix: { append: 8, read: 3, readRange: 1, checkTail: 2, trim: 1 },
    thinkMicros: [0, 1_000],
  },
  faults: [
    faults.process.crash,
    faults.process.crashAtPersistence,
    faults.network.delay,
    faults.protocol.holdWrite,
    faults.flash.slow,
  ],
  faultCount: [1, 5],
  always: [
    {
      kind: 'network.one-way',
      link: 'manager-sequencer',
      fromIndex: 0,
      toIndex: 0,
      atMicros: 20_000,
      durationMicros: 150_000,
    },
    {
      kind: 'network.one-way',
      link: 'manager-unit',
      fromIndex: 0,
      toIndex: 0,
      atMicros: 250_000,
      durationMicros: 150_000,
    },
    {
      kind: 'network.one-way',
      link: 'manager-sequencer',
      fromIndex: 0,
      toIndex: 1,
      atMicros: 450_000,
      durationMicros: 150_000,
    },
    // A client sleeps through the first change, and units forget what they do not keep: nobody may be fooled by either.
    { kind: 'process.pause', role: 'client', index: 0, atMicros: 50_000, durationMicros: 200_000 },
    { kind: 'process.crash', role: 'unit', index: 1, atMicros: 160_000, downMicros: 3_000 },
    { kind: 'process.crash', role: 'unit', index: 3, atMicros: 200_000, downMicros: 3_000 },
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['an append was caught in a reconfiguration'],
  succeeds: { atLeastPercent: 30 },
});
