/**
 * Managers outbid each other before layout servers that die at the worst moment: with a promise or a vote on its way, or durable and
 * not yet said. They are back before the late messages of the lower ballots arrive. What a majority accepted must stay what it is,
 * whoever asks next, and whoever of those who accepted it has died in between.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'crashing-voters',
  summary: 'managers compete before layout servers that die over their votes and come back at once',
  system: {
    stripes: 1,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 3,
    managers: 3,
    delayMicros: [300, 900],
    jitterMicros: [1_000, 4_000],
    timeoutMicros: [9_000, 14_000],
  },
  clients: { count: 2, operations: [8, 14], mix: { append: 4, read: 1, checkTail: 1 } },
  faults: [
    faults.process.crashAtStep,
    faults.process.crashAtPersistence,
    faults.network.isolate,
    faults.network.delay,
    faults.network.drop,
  ],
  faultCount: [2, 8],
  always: [
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 20_000, downMicros: 60_000 },
    {
      kind: 'network.drop',
      link: 'any-any',
      fromIndex: 0,
      toIndex: 0,
      atMicros: 0,
      durationMicros: 600_000,
      ratePpm: 150_000,
    },
    {
      kind: 'network.delay',
      link: 'any-any',
      fromIndex: 0,
      toIndex: 0,
      atMicros: 0,
      durationMicros: 600_000,
      ratePpm: 250_000,
      delayMicrosMax: 12_000,
    },
    // One of them has only the first vote, and misses what is decided meanwhile.
    { kind: 'network.isolate', role: 'layout-server', index: 0, atMicros: 150_000, durationMicros: 80_000 },
    { kind: 'process.crash-at-step', step: 'accept', nthSent: 1, downMicros: 30_000 },
    { kind: 'process.crash-at-step', step: 'announce', nthSent: 1, downMicros: 30_000 },
    // Back before the messages of lower ballots arrive.
    ...[3, 4, 5, 6, 7, 8, 10, 12].map((nthSent) => ({
      kind: 'process.crash-at-step',
      step: 'promise',
      nthSent,
      downMicros: 300,
    })),
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a layout server died with a vote open'],
  succeeds: { atLeastPercent: 20 },
});
