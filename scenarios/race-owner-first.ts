/**
 * The first of the hole-filling races: the owner of a position wins the head, and stops there. A reader that fills the hole finds
 * the owner's value at the head and must complete it; junk would be a lie.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'race-owner-first',
  summary: 'a writer stops behind the head; whoever fills the hole adopts its value',
  system: { stripes: 1, chainLength: [2, 3], fillDelayMicros: [0, 1_000] },
  clients: { count: 3, operations: 15, mix: { append: 4, read: 1, checkTail: 1, fill: 5 }, thinkMicros: [0, 800] },
  faults: [faults.protocol.pauseBetweenHops],
  faultCount: [1, 3],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ["a fill adopted a slow writer's value"],
  succeeds: { atLeastPercent: 80 },
});
