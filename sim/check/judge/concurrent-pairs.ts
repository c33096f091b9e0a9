/** Operations seen as nothing but intervals. */

export interface Interval {
  readonly call: number;
  /** Null, or not there: it never returned. */
  readonly return?: number | null;
}

/** Pairs of operations that overlap. Intervals are closed: those that share an instant do. */
export const concurrentPairs = (operations: readonly Interval[]): number => {
  const calls = Float64Array.from(operations, ({ call }) => call).sort();
  const returns = Float64Array.from(operations, (operation) => operation.return ?? Infinity).sort();
  // A pair does not overlap if one of it has returned before the other is called.
  let ordered = 0;
  let returned = 0;
  for (const call of calls) {
    while (returns[returned]! < call) returned += 1;
    ordered += returned;
  }
  return (calls.length * calls.length - calls.length) / 2 - ordered;
};
