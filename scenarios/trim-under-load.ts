/**
 * A device too small for the log that goes through it: only because old positions are trimmed, and their pages collected,
 * do appends go on. The collector moves what is still alive, and the highest position ever seen must never go down.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'trim-under-load',
  summary: 'a small device, steady trims, and a garbage collector that moves live pages',
  system: { stripes: 1, chainLength: [1, 2], flashBlocks: [8, 10], flashPagesPerBlock: 8 },
  clients: {
    count: [2, 4],
    operations: 120,
    mix: { append: 12, read: 4, trim: 5, prefixTrim: 2 },
    thinkMicros: [0, 1_000],
  },
  faults: [faults.process.crash, faults.flash.tornErase, faults.flash.eraseFailure, faults.flash.wearOut],
  faultCount: [1, 4],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['garbage collection moved a live page'],
  succeeds: { atLeastPercent: 40 },
});
