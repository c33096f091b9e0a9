/** No fault at all: what a log must do on a good day. Every operation succeeds, or the scenario is vacuous. */
import { corfuClientView, defineScenario, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'quiet-append',
  summary: 'appends and reads without any fault; all of them succeed',
  system: { stripes: [1, 2], chainLength: [1, 3], replication: 'either', flashBlocks: [24, 32] },
  clients: { count: [1, 4], operations: 40, mix: { append: 3, read: 2, checkTail: 1 } },
  faults: [],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['an append was acknowledged'],
  succeeds: { atLeastPercent: 100 },
});
