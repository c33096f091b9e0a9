/**
 * Two of three layout servers burn down. The epoch in force goes on for as long as its servers live, and entries that are there can be
 * read; but nobody can confirm a tail, and nobody can change the layout. When the sequencer dies as well, the log blocks, and nothing
 * that was acknowledged is lost. The run ends `unavailable`, with the two fires as its proof.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'layout-majority-lost',
  summary: 'a majority of the layout servers is destroyed: what needs their word blocks, and nothing is lost',
  system: { stripes: 1, chainLength: [2, 3], layoutServers: 3, sequencers: 2, spares: 1, managers: [1, 2] },
  clients: { count: [2, 3], operations: [10, 20], mix: { append: 6, read: 4, checkTail: 1 } },
  faults: [faults.process.crash, faults.process.pause, faults.network.drop],
  faultCount: [0, 3],
  always: [
    { kind: 'process.destroy', role: 'layout-server', index: 0, atMicros: 30_000 },
    { kind: 'process.destroy', role: 'layout-server', index: 1, atMicros: 45_000 },
  ],
  unrestricted: true,
  expects: 'unavailable',
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a majority of the layout servers was lost'],
  succeeds: { atLeastPercent: 30 },
});
