/**
 * Which values the removals of unknown outcome took from a stack or a priority queue. There the choice is a real one, and no order of
 * assignment is always best. What is cheap brackets the truth:
 *
 * - *Deadlines.* A value must be out by the return of a removal whose value it would block, and of one that found nothing. If more values
 *   have a deadline by some time than removals of unknown outcome were called by then, the history is illegal.
 * - *One assignment.* Earliest deadlines get the earliest calls, values without a deadline stay in. If this is legal, so is the history: an
 *   assignment is what nobody saw.
 * - *One for each.* Every value that is left has a removal of its own, called as early as the first of those. Whatever is legal stays
 *   legal then, for a value that was never taken can be taken when all is over. If this is illegal, so is the history.
 *
 * If none of these decides, the monitor does not.
 */
import { countBelow } from './count-below.ts';
import type { HistoryVerdict } from '../../verdict.ts';
import { type ContainerOperation, type Elements, atLast } from './elements.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller, returnOf } from './recorded.ts';
import type { DisabledRules } from './rules.ts';

/** The times by which each of the values that are left must be out, and who sets them. */
interface Deadlines {
  readonly times: Float64Array;
  /** A value that could not come out later, or a removal that found nothing; -1 if there is no such. */
  readonly value: Int32Array;
  readonly empty: Int32Array;
}

/** What a value that is left has to be out for: those values with a key below its bound that come out after it went in. */
export interface Blocking {
  readonly keys: Float64Array;
  readonly bounds: Float64Array;
}

export const assignEachWay = (
  recorded: Recorded<ContainerOperation>,
  elements: Elements,
  blocking: Blocking,
  disabled: DisabledRules,
  /** Sharper deadlines, for the assignment. */
  sharpen: (left: readonly number[], times: Float64Array) => Float64Array,
  judge: (elements: Elements) => HistoryVerdict,
): HistoryVerdict | undefined => {
  const left = elements.left();
  const { unknownRemovals } = elements;
  if (left.length === 0 || unknownRemovals.length === 0) return judge(elements);

  const deadlines = deadlinesOf(recorded.history, elements, left, blocking);
  const starved = disabled.has('left-over') ? -1 : findStarved(recorded.history, elements, deadlines);
  if (starved !== -1) return explainStarved(recorded, elements, left, deadlines, starved);

  const times = sharpen(left, deadlines.times);
  const order = ascending(times);
  const one = elements.copy();
  for (let rank = 0; rank < Math.min(left.length, unknownRemovals.length); rank++) {
    if (times[order[rank]!] === Infinity) break;
    one.remove(left[order[rank]!]!, unknownRemovals[rank]!);
  }
  const verdict = judge(one);
  if (verdict.verdict === 'ok') return verdict;

  const each = elements.copy();
  for (const value of left) each.remove(value, unknownRemovals[0]!);
  const best = judge(each);
  // A single value has the first removal to itself.
  return best.verdict === 'illegal' || left.length === 1 ? best : undefined;
};

/** The place, by deadline, of the first value for which no removal of unknown outcome was called in time; -1 if there is one for each. */
const findStarved = (
  history: readonly ContainerOperation[],
  { unknownRemovals }: Elements,
  { times }: Deadlines,
): number => {
  const order = ascending(times);
  for (let rank = 0; rank < order.length; rank++) {
    const deadline = times[order[rank]!]!;
    if (deadline === Infinity) return -1;
    if (rank >= unknownRemovals.length || history[unknownRemovals[rank]!]!.call > deadline) return rank;
  }
  return -1;
};

const explainStarved = (
  recorded: Recorded<ContainerOperation>,
  { insertion, removal, unknownRemovals }: Elements,
  left: readonly number[],
  { times, value, empty }: Deadlines,
  starved: number,
): HistoryVerdict => {
  const teller = new Teller(recorded);
  const order = ascending(times).subarray(0, starved + 1);
  const deadline = times[order[starved]!]!;
  const operations: number[] = [];
  for (const index of order) {
    const inserted = insertion[left[index]!]!;
    const by = empty[index] === -1 ? removal[value[index]!]! : empty[index]!;
    operations.push(inserted, by);
    if (empty[index] === -1) operations.push(insertion[value[index]!]!);
    const reason = empty[index] === -1 ? 'it would be in the way' : 'nothing is in then';
    teller.link(
      inserted,
      `what ${teller.name(inserted)} put in is out before ${teller.name(by)} returns (t=${times[index]!})`,
      reason,
    );
  }
  const late = unknownRemovals.filter((operation) => recorded.history[operation]!.call > deadline);
  operations.push(...late);
  const early = unknownRemovals.length - late.length;
  const what = order.length === 1 ? 'what one operation put in was' : `what ${order.length} operations put in was all`;
  const message = `By t=${deadline} ${what} out, and nobody is known to have taken it; ${early === 0 ? 'no removal' : `only ${early}`} of unknown outcome had been called.`;
  return teller.illegal('left-over', message, operations);
};

const deadlinesOf = (
  history: readonly ContainerOperation[],
  { insertBy, removeFrom, removeBy, empties }: Elements,
  left: readonly number[],
  { keys, bounds }: Blocking,
): Deadlines => {
  const leftBounds = Float64Array.from(left, (value) => bounds[value]!);
  const after = Float64Array.from(left, (value) => insertBy[value]!);
  const all = Int32Array.from(removeBy.keys());
  const value = leastBeyond(leftBounds, after, all, keys, removeFrom, removeBy);
  const times = Float64Array.from(value, (blocked) => (blocked === -1 ? Infinity : removeBy[blocked]!));
  const empty = new Int32Array(left.length).fill(-1);
  // Whoever found nothing did so whatever the keys.
  const calls = Float64Array.from(empties, (operation) => history[operation]!.call);
  const returns = Float64Array.from(empties, (operation) => returnOf(history[operation]!));
  const found = leastBeyond(
    new Float64Array(left.length).fill(Infinity),
    after,
    Int32Array.from(empties.keys()),
    new Float64Array(empties.length),
    calls,
    returns,
  );
  for (let index = 0; index < left.length; index++) {
    if (found[index] === -1 || returns[found[index]!]! >= times[index]!) continue;
    times[index] = returns[found[index]!]!;
    empty[index] = empties[found[index]!]!;
  }
  return { times, value, empty };
};

/**
 * Per query, of the items with a key below its bound and an end after its time, the one with the least limit; -1 if there is none or it has
 * no limit.
 */
export const leastBeyond = (
  bounds: Float64Array,
  after: Float64Array,
  items: Int32Array,
  keys: Float64Array,
  ends: Float64Array,
  limits: Float64Array,
): Int32Array => {
  const byBound = ascending(bounds);
  const byKey = ascending(Float64Array.from(items, (item) => keys[item]!));
  // The latest to end have the first places, so that what ends after a time is a prefix.
  const negated = Float64Array.from(items, (item) => -ends[item]!);
  const byEnd = ascending(negated);
  const place = new Int32Array(items.length);
  const descending = new Float64Array(items.length);
  for (let rank = 0; rank < items.length; rank++) {
    place[byEnd[rank]!] = rank;
    descending[rank] = negated[byEnd[rank]!]!;
  }
  const least = new PrefixLeast(limits, items.length);
  const result = new Int32Array(bounds.length);
  let next = 0;
  for (const query of byBound) {
    for (; next < items.length && keys[items[byKey[next]!]!]! < bounds[query]!; next++)
      least.add(place[byKey[next]!]!, items[byKey[next]!]!);
    result[query] = least.first(countBelow(descending, -after[query]!));
  }
  return result;
};

/** The item with the least limit in each prefix of a row that fills up: a binary indexed tree (Fenwick 1994). */
class PrefixLeast {
  private readonly limits: Float64Array;
  private readonly least: Int32Array;

  constructor(limits: Float64Array, size: number) {
    this.limits = limits;
    this.least = new Int32Array(size + 1).fill(-1);
  }

  add(place: number, item: number): void {
    // What may also never have come out limits nothing.
    if (this.limits[item]! >= atLast) return;
    for (let node = place + 1; node < this.least.length; node += node & -node)
      this.least[node] = this.lesser(this.least[node]!, item);
  }

  /** The item with the least limit in the first `count` places; -1 if there is none. */
  first(count: number): number {
    let item = -1;
    for (let node = count; node > 0; node -= node & -node) item = this.lesser(item, this.least[node]!);
    return item;
  }

  private lesser(one: number, other: number): number {
    if (one === -1) return other;
    return other !== -1 && this.limits[other]! < this.limits[one]! ? other : one;
  }
}
