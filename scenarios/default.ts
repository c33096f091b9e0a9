/**
 * The reference: what benchmarks and scores use. The full stack: two stripes of two or three units and a spare one, two nodes for the
 * sequencer, three layout servers, and a manager that replaces what is gone; four clients with a hundred operations each, and every
 * fault that a log survives in place, a different few of them in every seed.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'default',
  summary: 'the full stack: four clients on two stripes, any survivable faults',
  system: {
    stripes: 2,
    chainLength: [2, 3],
    replication: 'either',
    layoutServers: 3,
    sequencers: 2,
    spares: 1,
    managers: 1,
    flashBlocks: [8, 12],
    flashPagesPerBlock: 8,
  },
  clients: {
    count: 4,
    operations: 100,
    mix: { append: 10, read: 5, readRange: 1, checkTail: 2, fill: 2, trim: 1, prefixTrim: 1 },
  },
  faults: faults.survivable,
  faultCount: [2, 12],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['an append was acknowledged'],
  succeeds: { atLeastPercent: 80 },
});
