/** Randomness for protocols (back-off, ranks). Seeded per node incarnation; never `Math.random`. */
export interface RandomPort {
  /** A uniform integer in [0, bound); `bound` is at most 2^32. */
  below(bound: number): number;
}
