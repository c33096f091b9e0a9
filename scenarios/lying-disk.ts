/**
 * A disk that answers ok to an fsync and has not done it. No log can promise anything on top of that; but a lie that no loss of
 * power ever tests must not be noticed either. Add `faults.process.crash`, and see what it breaks.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'lying-disk',
  summary: 'fsync lies, but the power stays on',
  system: { stripes: 1, chainLength: 2 },
  clients: { count: 2, operations: 40, mix: { append: 4, read: 3, prefixTrim: 1 } },
  faults: [faults.disk.fsyncLie],
  faultCount: [1, 2],
  unrestricted: true,
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['an append was acknowledged'],
  succeeds: { atLeastPercent: 95 },
});
