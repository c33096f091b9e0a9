/**
 * Who holds a lease is cut off from the layout servers and from the manager, and not from the clients: first the sequencer, then the
 * unit that answers reads. One client is cut off from the layout servers with it. They go on together, rightly, since nothing new can
 * come in behind their backs before the lease has run out; the others have to wait for that before they go on without them.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

const cut = (link: string, fromIndex: number, toIndex: number, atMicros: number) =>
  ({ kind: 'network.one-way', link, fromIndex, toIndex, atMicros, durationMicros: 400_000 }) as const;

/** It gets no grant, and nobody can tell it that the epoch is over; whoever asks it gets an answer. */
const cutOff = (holder: 'sequencer' | 'unit', index: number, atMicros: number) => [
  cut(`manager-${holder}`, 0, index, atMicros),
  ...[0, 1, 2].map((server) => cut(`${holder}-layout-server`, index, server, atMicros)),
  ...[0, 1, 2].map((server) => cut('client-layout-server', 1, server, atMicros)),
];

export default defineScenario({
  name: 'lease-holder-partitioned',
  summary: 'who holds a lease is cut off from all but the clients, and the others must wait until it has run out',
  system: {
    stripes: 1,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    spares: 1,
    managers: 1,
    timeoutMicros: [3_000, 6_000],
    strength: 'leased',
    leaseMicros: [100_000, 250_000],
  },
  clients: {
    count: [3, 5],
    operations: [100, 140],
    mix: { append: 2, read: 4, readRange: 1, checkTail: 6 },
    thinkMicros: [0, 3_000],
  },
  faults: [faults.process.crash, faults.process.pause, faults.network.drop, faults.clock.jumpForward],
  faultCount: [0, 3],
  always: [
    ...cutOff('sequencer', 0, 100_000),
    // Two layout servers that cannot know any more whom they have granted a lease.
    { kind: 'process.crash', role: 'layout-server', index: 0, atMicros: 110_000, downMicros: 3_000 },
    { kind: 'process.crash', role: 'layout-server', index: 1, atMicros: 110_000, downMicros: 3_000 },
    ...cutOff('unit', 1, 600_000),
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a leased answer was given', 'a lease ran out', 'a reconfigurer waited a lease out'],
  succeeds: { atLeastPercent: 20 },
});
