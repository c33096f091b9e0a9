/**
 * The fourth race: the network carries a write twice, and the second copy arrives when the position is long decided, filled or
 * trimmed. It must change nothing.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'race-retransmission-after-junk',
  summary: 'a second copy of a write arrives after its position was filled or trimmed',
  system: { stripes: 1, chainLength: [2, 3], fillDelayMicros: [0, 1_000] },
  clients: { count: 3, operations: 20, mix: { append: 5, read: 2, fill: 4, trim: 1 }, thinkMicros: [0, 800] },
  faults: [faults.protocol.lateDuplicate, faults.protocol.holdWrite],
  faultCount: [2, 4],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a late copy of a write met another decision'],
  succeeds: { atLeastPercent: 80 },
});
