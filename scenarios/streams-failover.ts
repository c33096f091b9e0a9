/**
 * The sequencer changes from one node to the other and back, though both are well: each of two managers has lost sight
 * of one of them. A client that hears of none of this goes on asking the first, and takes tokens that come to nothing;
 * others stall with theirs. What was appended to a stream meanwhile, and what became junk, every new sequencer must
 * find in the records.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

/** What cuts the first client off from every layout server, and from the answers of the first sequencer. */
const outOfTouch = [
  ...[0, 1, 2].map((toIndex) => ({ link: 'client-layout-server', fromIndex: 0, toIndex })),
  { link: 'sequencer-client', fromIndex: 0, toIndex: 0 },
].map((link) => ({ kind: 'network.one-way', ...link, atMicros: 30_000, durationMicros: 150_000 }));

export default defineScenario({
  name: 'streams-failover',
  summary: 'the sequencer of a log with streams changes to and fro, while old tokens are still about',
  system: {
    stripes: [1, 2],
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    managers: 2,
    timeoutMicros: [2_000, 4_000],
    streams: [1, 4],
    backpointers: [1, 4],
  },
  clients: {
    count: [2, 4],
    operations: [20, 30],
    mix: { append: 8, readStream: 4, read: 1, checkTail: 1, trim: 1, prefixTrim: 1 },
    thinkMicros: [0, 25_000],
  },
  faults: [
    faults.process.crash,
    faults.process.pause,
    faults.network.drop,
    faults.network.delay,
    faults.protocol.holdWrite,
  ],
  faultCount: [0, 4],
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
      link: 'manager-sequencer',
      fromIndex: 1,
      toIndex: 1,
      atMicros: 20_000,
      durationMicros: 250_000,
    },
    ...outOfTouch,
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: [
    'streams were recovered by backward scan',
    'a scan for streams crossed a run of junk',
    'a token of an old epoch was given up',
    'a stream read went past a hole',
  ],
  succeeds: { atLeastPercent: 30 },
});
