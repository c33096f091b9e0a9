/**
 * The small disk that keeps a unit's epoch and trim mark: sectors torn at a crash, writes that land elsewhere, sectors that
 * cannot be read, a full disk, an fsync that fails. The unit keeps its word or stops; it never guesses.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'disk-faults',
  summary: 'the disk under a unit fails in every way that it admits; the unit keeps its word or stops',
  system: { stripes: [1, 2], chainLength: [2, 3] },
  clients: { count: [2, 4], operations: 50, mix: { append: 6, read: 5, fill: 1, prefixTrim: 3 } },
  faults: [
    faults.disk.unsyncedLost,
    faults.disk.appliedUnacknowledged,
    faults.disk.fsyncFailure,
    faults.disk.misdirectedWrite,
    faults.disk.misdirectedRead,
    faults.disk.latentError,
    faults.disk.bitRot,
    faults.disk.full,
    faults.disk.slow,
    faults.process.crash,
  ],
  faultCount: [3, 10],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a unit stopped itself'],
  succeeds: { atLeastPercent: 40 },
});
