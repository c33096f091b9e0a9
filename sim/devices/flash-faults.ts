/**
 * What is wrong with one flash device now. Fault kinds raise a rate for a while and lower it again by the same amount,
 * so that overlapping faults add up. Rates are in parts per million of the operations concerned.
 */
export class FlashFaults {
  /** Reads with a few flipped bits, within what the ECC corrects. */
  bitErrorsPpm = 0;
  /** Reads that fail beyond the ECC, and succeed when repeated. */
  uncorrectableReadPpm = 0;
  /** Reads that return an older generation of the page, or another page. */
  staleReadPpm = 0;
  programFailurePpm = 0;
  eraseFailurePpm = 0;
  /** Added to the latency of every operation. */
  slowMicros = 0;
  /** The present slowness has been told. */
  slowTold = false;
}
