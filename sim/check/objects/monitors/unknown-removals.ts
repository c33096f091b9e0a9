/**
 * Which values the removals of unknown outcome took from a stack or a priority queue. There the choice is a real one, and no order of
 * assignment is always best. Two cheap attempts bracket the truth:
 *
 * - *One assignment.* A value that must be out by some time, because a value that it would block comes out or somebody finds nothing,
 *   has that deadline. Earliest deadlines get the earliest calls, the remaining values the remaining removals. If this is legal, so is the
 *   history: an assignment is what nobody saw.
 * - *One for each.* Every value that is left has a removal of its own, called as early as the first of those. Whatever is legal stays
 *   legal then, for a value that was never taken can be taken when all is over. If this is illegal, so is the history.
 *
 * If neither decides, the monitor does not.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { ContainerOperation, Elements } from './elements.ts';
import { ascending } from './order.ts';
import { returnOf } from './recorded.ts';

export const assignEachWay = (
  elements: Elements,
  deadlinesOf: (elements: Elements, left: readonly number[]) => Float64Array,
  judge: (elements: Elements) => HistoryVerdict,
): HistoryVerdict | undefined => {
  const left = elements.left();
  const { unknownRemovals } = elements;
  if (left.length === 0 || unknownRemovals.length === 0) return judge(elements);

  const deadlines = deadlinesOf(elements, left);
  const order = ascending(deadlines);
  const assigned = Math.min(left.length, unknownRemovals.length);
  const one = elements.copy();
  for (let rank = 0; rank < assigned; rank++) one.remove(left[order[rank]!]!, unknownRemovals[rank]!);
  const verdict = judge(one);
  if (verdict.verdict === 'ok' || left.length === 1) return verdict;

  const each = elements.copy();
  for (const value of left) each.remove(value, unknownRemovals[0]!);
  const best = judge(each);
  return best.verdict === 'illegal' ? best : undefined;
};

/**
 * Per value that is left, the time by which it must be out: the least return of a removal whose value it would block, and of one that
 * found nothing. It blocks the values with a key below its bound that come out after it has gone in for certain.
 */
export const deadlines = (
  history: readonly ContainerOperation[],
  { count, removal, insertBy, removeFrom, removeBy, empties }: Elements,
  left: readonly number[],
  keys: Float64Array,
  boundOf: (value: number) => number,
): Float64Array => {
  const found = ascending(Float64Array.from(empties, (operation) => -history[operation]!.call));
  const byBound = ascending(Float64Array.from(left, boundOf));
  const byKey = ascending(keys);
  // The latest to come out have the first places, so that what comes out after a time is a prefix.
  const byRemoval = ascending(removeFrom.map((time) => -time));
  const place = new Int32Array(count);
  for (let rank = 0; rank < count; rank++) place[byRemoval[rank]!] = rank;
  const descending = Float64Array.from(byRemoval, (value) => -removeFrom[value]!);
  const least = new PrefixLeast(count);
  const result = new Float64Array(left.length);
  let next = 0;
  for (const index of byBound) {
    const value = left[index]!;
    const bound = boundOf(value);
    for (; next < count && keys[byKey[next]!]! < bound; next++) {
      const other = byKey[next]!;
      if (removal[other] !== -1) least.lower(place[other]!, removeBy[other]!);
    }
    result[index] = least.below(countBelow(descending, -insertBy[value]!));
  }
  let earliest = Infinity;
  let nextFound = 0;
  const byReturn = ascending(Float64Array.from(left, (value) => -insertBy[value]!));
  for (const index of byReturn) {
    for (; nextFound < found.length; nextFound++) {
      const op = history[empties[found[nextFound]!]!]!;
      if (op.call <= insertBy[left[index]!]!) break;
      earliest = Math.min(earliest, returnOf(op));
    }
    result[index] = Math.min(result[index]!, earliest);
  }
  return result;
};

/** How many of the ascending numbers are less than `bound`. */
const countBelow = (numbers: Float64Array, bound: number): number => {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The least number in each prefix of a row of numbers that only ever get lower: a binary indexed tree (Fenwick 1994). */
class PrefixLeast {
  private readonly least: Float64Array;

  constructor(size: number) {
    this.least = new Float64Array(size + 1).fill(Infinity);
  }

  lower(place: number, to: number): void {
    for (let node = place + 1; node < this.least.length; node += node & -node)
      this.least[node] = Math.min(this.least[node]!, to);
  }

  /** The least of the first `count` numbers. */
  below(count: number): number {
    let least = Infinity;
    for (let node = count; node > 0; node -= node & -node) least = Math.min(least, this.least[node]!);
    return least;
  }
}
