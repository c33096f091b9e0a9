/**
 * Priority queues with unique values, in O(n log n); exact where it decides.
 *
 * When a value comes out, none that is less is in. So the history is legal if and only if
 * 1. every value that came out has a time at or after both calls and at or before its deleteMin's return that is in no zone (elements.ts)
 *    of a lesser value, and
 * 2. every deleteMin that found nothing has a time in its interval that is in no zone at all.
 * That both are needed is plain. They are enough: let each value come out at the first such time and go in as late as it can. It stays in
 * for longer than its zone only while zones of lesser values keep it there, so it is in nobody's way who is not in theirs. At the instant at
 * which several values meet, those that come out go first, the least before the greater, then those that find nothing, then those that go
 * in.
 *
 * DeleteMins of unknown outcome: see unknown-removals.ts. `undefined` where what they took cannot be told.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { PriorityQueueOperation } from '../operations/priority-queue.ts';
import { containerTouch, cutAtEmpties, explainNeverEmpty } from './containers.ts';
import { type ContainerOperation, type Elements, atLast, elementsOf } from './elements.ts';
import { judgeAndMinimise } from './forget.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller } from './recorded.ts';
import { type DisabledRules, noneDisabled } from './rules.ts';
import { assignEachWay } from './unknown-removals.ts';
import { ZoneUnion, chainOver } from './zone-union.ts';

/** `undefined` also if a number was inserted twice, or is none. The history is that of one priority queue. */
export const monitorPriorityQueue = (
  history: readonly PriorityQueueOperation[],
  names?: readonly number[],
  disabled: DisabledRules = noneDisabled,
): HistoryVerdict | undefined =>
  judgeAndMinimise<ContainerOperation>({ history, names }, (recorded) => judge(recorded, disabled), containerTouch);

const judge = (recorded: Recorded<ContainerOperation>, disabled: DisabledRules): HistoryVerdict | undefined => {
  const { history } = recorded;
  const known = elementsOf(recorded, disabled);
  if (known === undefined || 'verdict' in known) return known;
  const priorities = Float64Array.from(known.insertion.keys(), (value) => Number(known.valueOf(value)));
  if (priorities.some(Number.isNaN)) return undefined;
  const byPriority = ascending(priorities);
  const descending = priorities.map((priority) => -priority);
  // A value is in the way of those that are greater.
  const blocking = { keys: descending, bounds: descending };
  const asTheyAre = (_: readonly number[], times: Float64Array): Float64Array => times;
  return assignEachWay(recorded, known, blocking, disabled, asTheyAre, (elements) => {
    const { outTimes, blocked } = firstTimesOut(elements, byPriority);
    if (blocked !== -1 && !disabled.has('least-first')) return explainBlocked(recorded, elements, priorities, blocked);
    const union = new ZoneUnion(elements.insertBy, elements.removeFrom);
    const whyLeft = (): Iterable<number> => elements.unknownRemovals;
    const neverEmpty = disabled.has('never-empty') ? null : explainNeverEmpty(recorded, elements, union, whyLeft);
    if (neverEmpty !== null) return neverEmpty;
    return {
      verdict: 'ok',
      get witness() {
        return witnessOf(history, elements, byPriority, outTimes, union);
      },
    };
  });
};

/** Per value the first time at which it can come out, `Infinity` if there is none; and the least value that comes out too late. */
const firstTimesOut = (
  { count, insertBy, removeFrom, removeBy }: Elements,
  byPriority: Int32Array,
): { outTimes: Float64Array; blocked: number } => {
  const { times, insertPlace, removePlace } = placesOf(insertBy, removeFrom);
  const free = new FreeSlots(2 * times.length);
  const outTimes = new Float64Array(count).fill(Infinity);
  for (let rank = 0; rank < count; rank++) {
    const value = byPriority[rank]!;
    // Slots alternate: an instant, and the time from it to the next one. A zone has all between the instants of its ends.
    if (removeBy[value] !== Infinity) {
      const slot = free.firstFrom(2 * removePlace[value]!);
      if (slot < 2 * times.length) outTimes[value] = times[slot >> 1]!;
      // A removal that nobody saw the result of does without.
      if (outTimes[value]! > removeBy[value]! && removeBy[value] !== atLast) return { outTimes, blocked: value };
    }
    const end = removeFrom[value] === Infinity ? 2 * times.length : 2 * removePlace[value]!;
    free.take(2 * insertPlace[value]! + 1, end);
  }
  return { outTimes, blocked: -1 };
};

/** The distinct times at which values go in at the latest or come out at the earliest, and the place of each value among them. */
const placesOf = (
  insertBy: Float64Array,
  removeFrom: Float64Array,
): { times: Float64Array; insertPlace: Int32Array; removePlace: Int32Array } => {
  const count = insertBy.length;
  const all = new Float64Array(2 * count);
  all.set(insertBy);
  all.set(removeFrom, count);
  const insertPlace = new Int32Array(count);
  const removePlace = new Int32Array(count);
  const times = new Float64Array(2 * count);
  let size = 0;
  for (const index of ascending(all)) {
    if (size === 0 || times[size - 1] !== all[index]!) times[size++] = all[index]!;
    if (index < count) insertPlace[index] = size - 1;
    else removePlace[index - count] = size - 1;
  }
  return { times: times.subarray(0, size), insertPlace, removePlace };
};

/** Slots in a row that are taken for good: a forest in which every taken slot points to a later one. */
class FreeSlots {
  private readonly next: Int32Array;

  constructor(size: number) {
    this.next = new Int32Array(size + 1);
    for (let slot = 0; slot <= size; slot++) this.next[slot] = slot;
  }

  /** The first free slot at or after `slot`; the size if there is none. */
  firstFrom(slot: number): number {
    const { next } = this;
    let at = slot;
    while (next[at] !== at) {
      next[at] = next[next[at]!]!;
      at = next[at]!;
    }
    return at;
  }

  /** Takes the slots in [from, to). */
  take(from: number, to: number): void {
    for (let slot = this.firstFrom(from); slot < to; slot = this.firstFrom(slot)) this.next[slot] = slot + 1;
  }
}

const explainBlocked = (
  recorded: Recorded<ContainerOperation>,
  elements: Elements,
  priorities: Float64Array,
  blocked: number,
): HistoryVerdict => {
  const { history } = recorded;
  const { insertion, removal, insertBy, removeFrom, removeBy } = elements;
  const lesser = [...insertion.keys()].filter((value) => priorities[value]! < priorities[blocked]!);
  const chain = chainOver(insertBy, removeFrom, lesser, removeFrom[blocked]!, removeBy[blocked]!);
  const teller = new Teller(recorded);
  const operations = [insertion[blocked]!, removal[blocked]!];
  for (const value of chain) {
    const out = removal[value]!;
    operations.push(insertion[value]!);
    teller.returned(insertion[value]!, `${priorities[value]!} is in from then on`);
    if (out !== -1 && history[out]!.outcome === 'ok') {
      operations.push(out);
      teller.link(
        out,
        `${teller.name(out)} is called (t=${history[out]!.call})`,
        `it returned ${priorities[value]!}, which was in until then`,
      );
    } else {
      operations.push(...elements.unknownRemovals);
      teller.link(insertion[value]!, `${priorities[value]!} is still in`, 'nobody can have taken it out before');
    }
  }
  teller.returned(removal[blocked]!, `${priorities[blocked]!} comes out when nothing less is in`);
  const less = chain.map((value) => String(priorities[value]!));
  const what =
    less.length === 1 ? `${less[0]} was` : `${less.slice(0, -1).join(', ')} and ${less.at(-1)} were by turns`;
  const message = `${teller.name(removal[blocked]!)} returned ${priorities[blocked]!}, but ${what} in at any time at which it can have come out.`;
  return teller.illegal('least-first', message, operations);
};

const witnessOf = (
  history: readonly ContainerOperation[],
  elements: Elements,
  byPriority: Int32Array,
  outTimes: Float64Array,
  union: ZoneUnion,
): number[] => {
  const { insertion, removal, insertBy } = elements;
  const { times: cuts, empties } = cutAtEmpties(history, elements.empties, union);
  // At the same time in this order: values that come out, whoever finds nothing, values that go in.
  const out = byPriority.filter((value) => outTimes[value]! !== Infinity);
  const stays = byPriority.filter((value) => insertBy[value]! < outTimes[value]!);
  const times = new Float64Array(out.length + cuts.length + stays.length);
  times.set(Float64Array.from(out, (value) => outTimes[value]!));
  times.set(cuts, out.length);
  times.set(
    Float64Array.from(stays, (value) => insertBy[value]!),
    out.length + cuts.length,
  );
  const witness: number[] = [];
  for (const index of ascending(times)) {
    if (index < out.length) {
      const value = out[index]!;
      if (insertBy[value]! >= outTimes[value]!) witness.push(insertion[value]!);
      witness.push(removal[value]!);
    } else if (index < out.length + cuts.length) {
      for (const empty of empties[index - out.length]!) witness.push(empty);
    } else {
      witness.push(insertion[stays[index - out.length - cuts.length]!]!);
    }
  }
  return witness;
};
