/**
 * Many clients on two stripes. Some of them die in the middle of an append and leave a value that only the head has; whoever
 * comes across such a position completes it.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'many-clients',
  summary: 'many clients on two stripes, some of which die with a value half way down a chain',
  system: {
    stripes: 2,
    chainLength: [2, 3],
    replication: 'either',
    fillDelayMicros: [0, 2_000],
    flashBlocks: [40, 48],
  },
  clients: {
    count: [10, 16],
    operations: 30,
    mix: { append: 6, read: 2, checkTail: 1, fill: 4 },
    thinkMicros: [0, 1_500],
  },
  faults: [faults.process.crash, faults.network.slowLink],
  faultCount: [2, 6],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a client died with an append open', 'a value was completed by another client'],
  succeeds: { atLeastPercent: 80 },
});
