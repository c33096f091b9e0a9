/**
 * Flash as it ages: bits flip within what the error correction repairs and beyond it, pages are read wrongly, programs fail
 * and blocks go bad. One unit of each chain may lose any page; the others have it.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'flash-faults',
  summary: 'flash rots, misreads and goes bad; readers repair one replica from another',
  system: { stripes: [1, 2], chainLength: [2, 3], replication: 'either', flashBlocks: [10, 14], flashPagesPerBlock: 8 },
  clients: {
    count: [2, 4],
    operations: 60,
    mix: { append: 8, read: 10, readRange: 2, fill: 2, trim: 2, prefixTrim: 1 },
  },
  faults: [
    faults.flash.bitErrors,
    faults.flash.uncorrectableRead,
    faults.flash.rot,
    faults.flash.staleRead,
    faults.flash.programFailure,
    faults.flash.factoryBadBlocks,
    faults.flash.slow,
    faults.process.crash,
  ],
  faultCount: [4, 14],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: [
    'ECC corrected a page',
    'a bad block was retired',
    'a destroyed record was noticed',
    'a read was repaired from another replica',
  ],
  succeeds: { atLeastPercent: 60 },
});
