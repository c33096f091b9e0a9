/**
 * Units lose power: at any moment, right after something became durable and before anybody knows, and in the middle of programming
 * a page. They rebuild their map by scanning flash, and must neither forget what they acknowledged nor
 * remember half a page.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'unit-crashes',
  summary: 'units and clients crash and restart, also while a page is being programmed',
  system: { stripes: [1, 2], chainLength: [2, 3], replication: 'either', flashBlocks: [9, 12], flashPagesPerBlock: 8 },
  clients: { count: [2, 4], operations: 60, mix: { append: 6, read: 4, fill: 2, trim: 1, prefixTrim: 1 } },
  faults: [faults.process.crash, faults.process.crashAtPersistence, faults.process.shutDown, faults.flash.tornPage],
  faultCount: [2, 8],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a torn page was recovered'],
  succeeds: { atLeastPercent: 60 },
});
