/**
 * Clients that ask for nothing but what the sequencer or the unit at hand says. One of them, and a sequencer and a unit that were given
 * up, hear nothing of the new layout: it is told tails and empty positions of the past. Those are true, of an earlier time.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

const cut = (link: string, fromIndex: number, toIndex: number) =>
  ({ kind: 'network.one-way', link, fromIndex, toIndex, atMicros: 60_000, durationMicros: 500_000 }) as const;

export default defineScenario({
  name: 'stale-tails',
  summary: 'clients that ask for serializable answers only are told tails and empty positions of the past',
  system: {
    stripes: 1,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    spares: 1,
    managers: 1,
    timeoutMicros: [3_000, 6_000],
    strength: 'serializable',
  },
  clients: {
    count: [3, 5],
    operations: [100, 140],
    mix: { append: 2, read: 4, readRange: 1, checkTail: 6, fill: 1, trim: 1 },
    thinkMicros: [0, 3_000],
  },
  faults: [faults.process.crash, faults.process.pause, faults.network.drop, faults.network.delay],
  faultCount: [0, 4],
  always: [
    cut('manager-sequencer', 0, 0),
    cut('manager-unit', 0, 1),
    ...[0, 1, 2].map((server) => cut('client-layout-server', 1, server)),
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a stale tail was told'],
  succeeds: { atLeastPercent: 30 },
});
