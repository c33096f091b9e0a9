/** The few that contradict each other, of the many that do. */
import { reductions } from '../model/delta-debugging.ts';

/**
 * A part of `items`, in their order, that is contradictory and of which no single one can be removed. Once `isOver` says so, it is what
 * was reached until then: contradictory still, but perhaps not minimal.
 */
export function minimise<T>(
  items: readonly T[],
  isContradictory: (items: readonly T[]) => boolean,
  isOver: () => boolean = () => false,
): readonly T[] {
  const search = reductions(items);
  let kept = items;
  for (let next = search.next(); next.done !== true && !isOver();) {
    const contradicts = isContradictory(next.value);
    if (contradicts) kept = next.value;
    next = search.next(contradicts);
  }
  return kept;
}
