/** The smallest run worth the name: two clients, one chain, a fault or two, at most 300 events. For reruns by the million. */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'tiny',
  summary: 'two clients on one chain of two units, at most 300 events',
  system: { stripes: 1, chainLength: 2, flashBlocks: 8, flashPagesPerBlock: 8 },
  clients: { count: 2, operations: 4, mix: { append: 4, read: 2, checkTail: 1, fill: 1 } },
  faults: [faults.network.drop, faults.network.delay, faults.process.crash],
  faultCount: [1, 2],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['an append was acknowledged'],
  succeeds: { atLeastPercent: 60 },
});
