/**
 * Clocks that are wrong from the start, run too fast or too slow, and jump. Only how long somebody waits may depend on a clock,
 * never what is true.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'clocks',
  summary: 'clocks are offset, drift and jump, forward and back',
  system: { stripes: [1, 2], chainLength: [2, 3], replication: 'either' },
  clients: { count: [2, 4], operations: 40, mix: { append: 5, read: 3, checkTail: 2, fill: 2 } },
  faults: [faults.clock.offset, faults.clock.drift, faults.clock.jumpForward, faults.clock.jumpBack],
  faultCount: [2, 6],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a clock jumped while an append was open'],
  succeeds: { atLeastPercent: 95 },
});
