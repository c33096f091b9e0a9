/**
 * What is wrong with one disk now. Fault kinds raise a value for a while and lower it again by the same amount, so that
 * overlapping faults add up. Rates are in parts per million of the operations concerned.
 */
export class DiskFaults {
  fsyncFailurePpm = 0;
  /** An fsync that answers `ok` and does nothing. */
  fsyncLiePpm = 0;
  /** Sectors written back to another place, which loses what was there. */
  misdirectedWritePpm = 0;
  /** Reads of which one sector comes from another place. */
  misdirectedReadPpm = 0;
  /** No write finds space while this is above 0. */
  full = 0;
  /** Added to the latency of every operation. */
  slowMicros = 0;
  /** The present slowness has been told. */
  slowTold = false;
  /** At a crash every unsynced sector comes out new: all was applied, nothing acknowledged. */
  appliesAll = false;
}
