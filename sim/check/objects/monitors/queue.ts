/**
 * Queues with unique values, exactly, in O(n log n).
 *
 * A value `a` must go before a value `b` if a's enqueue returned before b's was called, or if a's dequeue returned before b's was
 * called. The history is legal if and only if
 * 1. no two values must each go before the other, and
 * 2. every dequeue that found nothing has a time in its interval that is in no zone (elements.ts).
 * These are the violations of Henzinger, Sezgin and Vafeiadis (CONCUR 2013) and Bouajjani, Emmi, Enea and Hamza (ICALP 2015).
 *
 * That both are needed is plain. They are enough:
 * - "Must go before" is the union of two interval orders. In a longest-possible shortcut, a1 before a2 by their enqueues, a3 before a4
 *   by theirs, give a1 before a4 or a3 before a2; the same holds for dequeues. So every cycle shortens to one of two values, and without
 *   those there is an order of all values that respects both.
 * - Give each dequeue that found nothing the first free time in its interval. Such a time cuts the history: a value in no zone there
 *   either can come out by then, or can go in after it. Values that can come out by then go first. A value after the cut goes in after it
 *   and one before it comes out before it, so none of these must go the other way round.
 * - In that order let each value go in, and come out, as early as its calls, the cut and its predecessor permit. All are in time: what
 *   pushed a point is a call or a cut that the return does not precede, or there would be a pair of values as in 1.
 *
 * Dequeues of unknown outcome. Values that nobody is known to have dequeued may have gone to these. Sorted by the return of their
 * enqueue, the times by which they must be out (before a later value comes out, or before somebody finds nothing) ascend too; and such a
 * dequeue has no upper bound, so only calls matter. Hence the earliest call goes to the first of them, and so on: if any assignment
 * explains the history, this one does. A dequeue for which no value is left did nothing.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { QueueOperation } from '../operations/queue.ts';
import { containerTouch, cutAtEmpties, explainNeverEmpty } from './containers.ts';
import { type ContainerOperation, type Elements, atLast, elementsOf } from './elements.ts';
import { judgeAndMinimise } from './forget.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller } from './recorded.ts';
import { type DisabledRules, noneDisabled } from './rules.ts';
import { ZoneUnion } from './zone-union.ts';

/** `undefined` if a value was enqueued twice. The history is that of one queue. */
export const monitorQueue = (
  history: readonly QueueOperation[],
  names?: readonly number[],
  disabled: DisabledRules = noneDisabled,
): HistoryVerdict | undefined =>
  judgeAndMinimise<ContainerOperation>({ history, names }, (recorded) => judge(recorded, disabled), containerTouch);

const judge = (recorded: Recorded<ContainerOperation>, disabled: DisabledRules): HistoryVerdict | undefined => {
  const elements = elementsOf(recorded, disabled);
  if (elements === undefined || 'verdict' in elements) return elements;
  const left = leftByReturn(elements);
  const assigned = Math.min(left.length, elements.unknownRemovals.length);
  for (let rank = 0; rank < assigned; rank++) elements.remove(left[rank]!, elements.unknownRemovals[rank]!);
  keepBehind(elements);

  const overtaken = findOvertaken(elements);
  if (overtaken !== null && !disabled.has('fifo-order')) return explainOvertaken(recorded, elements, left, overtaken);
  const union = new ZoneUnion(elements.insertBy, elements.removeFrom);
  const whyLeft = (value: number): number[] => unknownAround(elements, left, value);
  const blocked = disabled.has('never-empty') ? null : explainNeverEmpty(recorded, elements, union, whyLeft);
  if (blocked !== null) return blocked;
  return {
    verdict: 'ok',
    get witness() {
      return witnessOf(recorded.history, elements, union);
    },
  };
};

const leftByReturn = (elements: Elements): number[] => {
  const left = elements.left();
  const order = ascending(Float64Array.from(left, (value) => elements.insertBy[value]!));
  return Array.from(order, (rank) => left[rank]!);
};

/** What went in after a value that stays for good stays for good itself, unless somebody saw it come out. */
const keepBehind = (elements: Elements): void => {
  const { count, insertFrom, insertBy, removeBy } = elements;
  let firstStaying = Infinity;
  for (let value = 0; value < count; value++)
    if (removeBy[value] === Infinity) firstStaying = Math.min(firstStaying, insertBy[value]!);
  for (let value = 0; value < count; value++)
    if (removeBy[value] === atLast && firstStaying < insertFrom[value]!) elements.keep(value);
};

/** `first` went in before `second` and came out after it. */
interface Overtaken {
  readonly first: number;
  readonly second: number;
}

const findOvertaken = ({ count, insertFrom, insertBy, removeFrom, removeBy }: Elements): Overtaken | null => {
  const byCall = ascending(insertFrom);
  const byReturn = ascending(insertBy);
  let returned = 0;
  let latest = -1;
  for (let rank = 0; rank < count; rank++) {
    const second = byCall[rank]!;
    for (; returned < count && insertBy[byReturn[returned]!]! < insertFrom[second]!; returned++) {
      const first = byReturn[returned]!;
      if (latest === -1 || removeFrom[first]! > removeFrom[latest]!) latest = first;
    }
    if (latest !== -1 && removeFrom[latest]! > removeBy[second]!) return { first: latest, second };
  }
  return null;
};

const explainOvertaken = (
  recorded: Recorded<ContainerOperation>,
  elements: Elements,
  left: readonly number[],
  { first, second }: Overtaken,
): HistoryVerdict => {
  const { insertion, removal } = elements;
  const teller = new Teller(recorded);
  const firstValue = JSON.stringify(elements.valueOf(first));
  const secondValue = JSON.stringify(elements.valueOf(second));
  const out = removal[first]!;
  const earlier = `${teller.name(insertion[first]!)} of ${firstValue} had returned before ${teller.name(insertion[second]!)} of ${secondValue} was called`;
  const inOrder = `${earlier}: what goes in first comes out first`;
  const isKnown = out !== -1 && recorded.history[out]!.outcome === 'ok';
  const dequeued = `${teller.name(removal[second]!)} returned ${secondValue}`;
  if (out !== -1) teller.called(out);
  teller.link(
    insertion[first]!,
    `${firstValue} comes out`,
    isKnown ? 'inside its interval' : 'nobody else can have taken it before',
  );
  teller.link(insertion[second]!, `${secondValue} comes out`, inOrder).returned(removal[second]!);
  const late = isKnown
    ? ` before ${teller.name(out)}, which returned ${firstValue}, was called`
    : `, and nobody can have taken ${firstValue} out before`;
  return teller.illegal('fifo-order', `${dequeued}${late}, but ${earlier}.`, [
    insertion[first]!,
    insertion[second]!,
    removal[second]!,
    ...(isKnown ? [out] : unknownAround(elements, left, first)),
  ]);
};

/** A value that could be left only because of the values before it, and because the dequeues of unknown outcome came late. */
const unknownAround = ({ insertion, unknownRemovals }: Elements, left: readonly number[], value: number): number[] => [
  ...left.slice(0, left.indexOf(value)).map((other) => insertion[other]!),
  ...unknownRemovals,
];

const witnessOf = (history: readonly ContainerOperation[], elements: Elements, union: ZoneUnion): number[] => {
  const { count, insertion, removal, insertFrom, removeFrom } = elements;
  const { times, empties } = cutAtEmpties(history, elements.empties, union);
  const { order, cutBefore } = orderOfValues(elements, times);
  const witness: number[] = [];
  const outTimes = new Float64Array(count);
  let [inTime, outTime] = [-Infinity, -Infinity];
  let [out, cut] = [0, 0];
  const takeOut = (end: number, time: number): void => {
    for (; out < end && outTimes[out]! <= time; out++) witness.push(removal[order[out]!]!);
  };
  const passCuts = (end: number, rank: number): void => {
    for (; cut < end; cut++) {
      takeOut(rank, times[cut]!);
      for (const empty of empties[cut]!) witness.push(empty);
      inTime = times[cut]!;
    }
  };
  for (let rank = 0; rank < count; rank++) {
    const value = order[rank]!;
    passCuts(cutBefore[value]!, rank);
    inTime = Math.max(inTime, insertFrom[value]!);
    outTime = Math.max(outTime, removeFrom[value]!, inTime);
    outTimes[rank] = outTime;
    takeOut(rank, inTime);
    witness.push(insertion[value]!);
  }
  passCuts(times.length, count);
  takeOut(count, atLast);
  return witness;
};

/** An order in which all values can go in, and come out; and for each how many cuts it goes in after. */
const orderOfValues = (
  { count, insertFrom, insertBy, removeFrom, removeBy }: Elements,
  cuts: readonly number[],
): { order: Int32Array; cutBefore: Int32Array } => {
  const byInsertFrom = ascending(insertFrom);
  const byInsertBy = ascending(insertBy);
  const byRemoveFrom = ascending(removeFrom);
  const byRemoveBy = ascending(removeBy);

  const cutBefore = new Int32Array(count);
  for (let rank = 0, cut = 0; rank < count; rank++) {
    const value = byRemoveFrom[rank]!;
    while (cut < cuts.length && cuts[cut]! < removeFrom[value]!) cut++;
    cutBefore[value] = cut;
  }

  // A value is ready when no other one must go in before it, nor come out before it. The ready ones are linked per cut.
  const order = new Int32Array(count);
  const conditions = new Uint8Array(count);
  const firstReady = new Int32Array(cuts.length + 1).fill(-1);
  const nextReady = new Int32Array(count);
  const isPlaced = new Uint8Array(count);
  const fulfil = (value: number): void => {
    if (++conditions[value]! < 2) return;
    nextReady[value] = firstReady[cutBefore[value]!]!;
    firstReady[cutBefore[value]!] = value;
  };
  let [inCandidate, inBound, outCandidate, outBound, cut] = [0, 0, 0, 0, 0];
  for (let rank = 0; rank < count; rank++) {
    while (isPlaced[byInsertBy[inBound]!] === 1) inBound++;
    while (isPlaced[byRemoveBy[outBound]!] === 1) outBound++;
    const inTime = insertBy[byInsertBy[inBound]!]!;
    const outTime = removeBy[byRemoveBy[outBound]!]!;
    for (; inCandidate < count && insertFrom[byInsertFrom[inCandidate]!]! <= inTime; inCandidate++)
      fulfil(byInsertFrom[inCandidate]!);
    for (; outCandidate < count && removeFrom[byRemoveFrom[outCandidate]!]! <= outTime; outCandidate++)
      fulfil(byRemoveFrom[outCandidate]!);
    while (firstReady[cut] === -1) cut++;
    const value = firstReady[cut]!;
    firstReady[cut] = nextReady[value]!;
    isPlaced[value] = 1;
    order[rank] = value;
  }
  return { order, cutBefore };
};
