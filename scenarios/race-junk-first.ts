/**
 * The second race: a write is held up on its way to the head, and a reader fills the hole first. The writer finds junk where
 * its entry should be, and goes elsewhere.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'race-junk-first',
  summary: 'a write reaches the head after the junk of an impatient reader, and goes elsewhere',
  system: { stripes: 1, chainLength: [2, 3], fillDelayMicros: [0, 1_000] },
  clients: { count: 3, operations: 15, mix: { append: 4, read: 1, checkTail: 1, fill: 5 }, thinkMicros: [0, 800] },
  faults: [faults.protocol.holdWrite],
  faultCount: [1, 3],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a writer lost to junk'],
  succeeds: { atLeastPercent: 80 },
});
