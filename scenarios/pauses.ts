/**
 * Processes that stop for longer than any timeout, and go on as if nothing had happened: a long collection of garbage, a machine
 * that swaps, a container that was frozen. What they were about to do is done by others meanwhile.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'pauses',
  summary: 'clients, units and the sequencer pause for longer than every timeout',
  system: { stripes: [1, 2], chainLength: [2, 3], replication: 'either', fillDelayMicros: [0, 5_000] },
  clients: { count: [2, 5], operations: 40, mix: { append: 6, read: 3, checkTail: 1, fill: 3 } },
  faults: [faults.process.pause, faults.process.slow],
  faultCount: [1, 5],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a hole was filled by another client'],
  succeeds: { atLeastPercent: 70 },
});
