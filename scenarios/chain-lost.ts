/**
 * Both units of a chain burn down before anybody can replace the first. What the chain held is gone, and the log must block rather than
 * go on without it: no layout may follow that forgets acknowledged entries. Nothing is denied, nothing is decided twice, and the run
 * ends `unavailable`, with the two fires as its proof.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'chain-lost',
  summary: 'every unit of a chain is destroyed: the log blocks, and denies nothing',
  system: { stripes: [1, 2], chainLength: 2, layoutServers: 3, sequencers: 2, spares: [0, 1], managers: 1 },
  clients: { count: [2, 3], operations: [8, 16], mix: { append: 6, read: 3, checkTail: 1, fill: 1 } },
  faults: [faults.process.destroy, faults.process.crash, faults.network.drop],
  faultCount: [0, 2],
  always: [
    { kind: 'process.destroy', role: 'unit', index: 0, atMicros: 30_000 },
    { kind: 'process.destroy', role: 'unit', index: 1, atMicros: 34_000 },
  ],
  unrestricted: true,
  expects: 'unavailable',
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['every unit of a chain was lost'],
  succeeds: { atLeastPercent: 10 },
});
