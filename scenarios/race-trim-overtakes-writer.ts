/**
 * The fifth race: a prefix trim passes a writer that is still on its way. Nobody can tell any more whether the entry was ever
 * decided, so the append must end unknown: neither acknowledged nor tried again elsewhere.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'race-trim-overtakes-writer',
  summary: 'a trim passes a paused writer, whose append must end unknown',
  system: { stripes: 1, chainLength: 2, fillDelayMicros: [5_000, 9_000] },
  clients: {
    count: 3,
    operations: 20,
    mix: { append: 6, checkTail: 2, trim: 5, prefixTrim: 2 },
    thinkMicros: [0, 800],
  },
  faults: [faults.protocol.holdWrite, faults.process.pause],
  faultCount: [2, 4],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a trim overtook a writer', 'an append ended unknown'],
  succeeds: { atLeastPercent: 60 },
});
