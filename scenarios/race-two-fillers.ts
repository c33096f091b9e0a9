/**
 * The third race: a client dies with a token in its hand, and two readers fill its hole at once. One decides at the head, the
 * other helps it down the chain.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'race-two-fillers',
  summary: 'two readers fill one hole at the same time',
  system: { stripes: 1, chainLength: [2, 3], fillDelayMicros: 0 },
  clients: { count: [3, 5], operations: 15, mix: { append: 3, checkTail: 1, fill: 6 }, thinkMicros: [0, 600] },
  faults: [faults.protocol.holdWrite, faults.process.crash],
  faultCount: [2, 4],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['two fillers met at the head'],
  succeeds: { atLeastPercent: 70 },
});
