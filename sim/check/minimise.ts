/** The few that contradict each other, of the many that do. */
import { reductions } from '../model/delta-debugging.ts';

/**
 * A part of `items`, in their order, that is contradictory and of which no single one can be removed. After `testsMax` calls of
 * `isContradictory` it is what was reached until then: contradictory still, but perhaps not minimal.
 */
export function minimise<T>(
  items: readonly T[],
  isContradictory: (items: readonly T[]) => boolean,
  testsMax = Infinity,
): readonly T[] {
  const search = reductions(items);
  let next = search.next();
  for (let tests = 0; next.done !== true; tests += 1) {
    next = search.next(tests < testsMax && isContradictory(next.value));
  }
  return next.value;
}
