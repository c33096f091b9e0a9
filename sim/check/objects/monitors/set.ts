/**
 * Sets to which each element is added at most once, exactly, in O(n log n).
 *
 * Elements are independent of each other (Herlihy and Wing 1990, locality). An element comes at a point a and goes at a point r, if ever:
 *
 *     found absent -- a -- found present -- r -- found absent
 *
 * Whoever found it present, and the add and the remove themselves, bound a from above by the earliest of their returns, f, and r from below
 * by the latest of their calls, s. Whoever found it absent, in [call, return], only asks for call <= a or return >= r. So late a and early r
 * are best, and both can be had: a = f and r = s if f < s, else a = r = s.
 *
 * An add that was not told whether it changed anything did, being the only one. Unknown outcomes:
 * - An add of unknown outcome took effect if anybody found the element, else it can be left out.
 * - A remove of unknown outcome, or one that was not told what it did, may have removed the element if no other is known to have. It has no
 *   return to bound f, so r is the later of s and the least call among those that can come after s. Of those that returned, the others
 *   found the element absent.
 *
 * Reads of all elements tie the elements together; a history with such is left to the search.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { SetOperation } from '../operations/set.ts';
import type { Value } from '../operations/value.ts';
import { type Touch, judgeAndMinimise } from './forget.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller, hasReturned, returnOf } from './recorded.ts';
import { type DisabledRules, type MonitorRule, noneDisabled } from './rules.ts';

/** `undefined` if an element was added twice, or all of them were read at once. The history is that of one set. */
export const monitorSet = (
  history: readonly SetOperation[],
  names?: readonly number[],
  disabled: DisabledRules = noneDisabled,
): HistoryVerdict | undefined =>
  judgeAndMinimise({ history, names }, (recorded) => judge(recorded, disabled), setTouch);

const setTouch: Touch<SetOperation> = {
  changes(operation) {
    const { input } = operation;
    if (input.op === 'read' || input.op === 'contains') return undefined;
    return operation.outcome === 'ok' && operation.output === false ? undefined : input.value;
  },
  finds: ({ input }) => (input.op === 'read' ? [] : [input.value]),
};

/** Operations per element, in the order in which elements are first mentioned; -1 where there are none. */
interface SetElements {
  readonly values: readonly Value[];
  /** The element that an operation is about; -1 if it says nothing. */
  readonly elementOf: Int32Array;
  /** Absent too if nobody knows whether the element ever came. */
  readonly add: Int32Array;
  /** A remove that removed the element, or that may have: the earliest called of those that can come after all who found it. */
  readonly remove: Int32Array;
  /** Of those who found it present, and its add: the first to return and the last to be called. */
  readonly firstReturn: Int32Array;
  readonly lastCall: Int32Array;
  /** When it comes, and when it goes. */
  readonly comes: Float64Array;
  readonly goes: Float64Array;
}

const judge = (recorded: Recorded<SetOperation>, disabled: DisabledRules): HistoryVerdict | undefined => {
  const { history } = recorded;
  const mentioned = mentionedIn(history);
  if (mentioned === undefined) return undefined;
  const elements = elementsOf(recorded, mentioned, disabled);
  if ('verdict' in elements) return elements;
  const broken = disabled.has('set-presence')
    ? -1
    : history.findIndex((_, index) => isBroken(history, elements, index));
  if (broken !== -1) return explainBroken(recorded, elements, broken);
  return {
    verdict: 'ok',
    get witness() {
      return witnessOf(history, elements);
    },
  };
};

/** Whether it returned and said that the element was there when it was called upon. */
const foundPresent = (operation: SetOperation): boolean =>
  hasReturned(operation) && operation.output === (operation.input.op !== 'add');

/** Whether it is a remove of which nobody knows what it did. */
const mayHaveRemoved = (operation: SetOperation): boolean =>
  operation.input.op === 'remove' && (!hasReturned(operation) || operation.output === undefined);

/** Whether it changed nothing, and need not have happened. */
const isVoid = (operation: SetOperation): boolean => {
  const { op } = operation.input;
  const changedNothing =
    op === 'contains' || op === 'read' || (operation.outcome === 'ok' && operation.output === false);
  return changedNothing && !hasReturned(operation);
};

interface Mentioned {
  readonly values: readonly Value[];
  readonly elementOf: Int32Array;
  readonly add: Int32Array;
}

/** `undefined` if an element was added twice, or all were read. */
const mentionedIn = (history: readonly SetOperation[]): Mentioned | undefined => {
  const numbers = new Map<Value, number>();
  const values: Value[] = [];
  const elementOf = new Int32Array(history.length).fill(-1);
  const add = new Int32Array(history.length).fill(-1);
  for (let index = 0; index < history.length; index++) {
    const operation = history[index]!;
    const { input } = operation;
    if (operation.outcome === 'fail' || isVoid(operation)) continue;
    if (input.op === 'read') return undefined;
    let element = numbers.get(input.value);
    if (element === undefined) {
      element = values.length;
      numbers.set(input.value, element);
      values.push(input.value);
    }
    elementOf[index] = element;
    if (input.op !== 'add' || foundPresent(operation)) continue;
    if (add[element] !== -1) return undefined;
    add[element] = index;
  }
  return { values, elementOf, add };
};

const elementsOf = (
  recorded: Recorded<SetOperation>,
  { values, elementOf, add }: Mentioned,
  disabled: DisabledRules,
): SetElements | HistoryVerdict => {
  const { history } = recorded;
  const count = values.length;
  const remove = new Int32Array(count).fill(-1);
  const firstReturn = new Int32Array(count).fill(-1);
  const lastCall = new Int32Array(count).fill(-1);
  const note = (element: number, index: number): void => {
    const first = firstReturn[element]!;
    const last = lastCall[element]!;
    if (first === -1 || returnOf(history[index]!) < returnOf(history[first]!)) firstReturn[element] = index;
    if (last === -1 || history[index]!.call > history[last]!.call) lastCall[element] = index;
  };
  for (let index = 0; index < history.length; index++) {
    const element = elementOf[index]!;
    if (element === -1 || !foundPresent(history[index]!)) continue;
    const broken = brokenBy(history, add[element]!, remove[element]!, index);
    if (broken === null) {
      note(element, index);
      if (history[index]!.input.op === 'remove') remove[element] = index;
    } else if (!disabled.has(broken)) {
      return explainSource(recorded, broken, values[element]!, add[element]!, remove[element]!, index);
    }
  }
  for (let element = 0; element < count; element++) {
    if (add[element] === -1) continue;
    if (hasReturned(history[add[element]!]!) || firstReturn[element] !== -1) note(element, add[element]!);
    else add[element] = -1;
  }
  const latestCall = (element: number): number => history[lastCall[element]!]!.call;
  const isKnown = Uint8Array.from(remove, (index) => (index === -1 ? 0 : 1));
  for (let index = 0; index < history.length; index++) {
    const element = elementOf[index]!;
    if (element === -1 || add[element] === -1 || isKnown[element] === 1) continue;
    const operation = history[index]!;
    if (!mayHaveRemoved(operation) || returnOf(operation) < latestCall(element)) continue;
    if (remove[element] === -1 || operation.call < history[remove[element]!]!.call) remove[element] = index;
  }

  const comes = new Float64Array(count).fill(Infinity);
  const goes = new Float64Array(count).fill(Infinity);
  for (let element = 0; element < count; element++) {
    if (add[element] === -1) continue;
    comes[element] = returnOf(history[firstReturn[element]!]!);
    if (remove[element] === -1) continue;
    goes[element] = Math.max(latestCall(element), history[remove[element]!]!.call);
    comes[element] = Math.min(comes[element]!, goes[element]!);
  }
  return { values, elementOf, add, remove, firstReturn, lastCall, comes, goes };
};

const brokenBy = (
  history: readonly SetOperation[],
  add: number,
  otherRemove: number,
  index: number,
): MonitorRule | null => {
  if (add === -1) return 'unwritten-value';
  if (returnOf(history[index]!) < history[add]!.call) return 'read-before-write';
  return otherRemove !== -1 && history[index]!.input.op === 'remove' ? 'removed-twice' : null;
};

/** Whether the operation found its element absent, and cannot have come before or after it; or removed it, though it was found later. */
const isBroken = (history: readonly SetOperation[], elements: SetElements, index: number): boolean => {
  const element = elements.elementOf[index]!;
  if (element === -1) return false;
  const operation = history[index]!;
  const { add, remove, comes, goes } = elements;
  if (index === remove[element]) return returnOf(operation) < goes[element]!;
  if (index === add[element] || !hasReturned(operation) || foundPresent(operation)) return false;
  return operation.call > comes[element]! && operation.return < goes[element]!;
};

const explainSource = (
  recorded: Recorded<SetOperation>,
  rule: MonitorRule,
  value: Value,
  add: number,
  otherRemove: number,
  index: number,
): HistoryVerdict => {
  const teller = new Teller(recorded);
  const found = `${teller.name(index)} found ${JSON.stringify(value)}`;
  if (rule === 'unwritten-value') return teller.illegal(rule, `${found}, which nobody had added.`, [index]);
  if (rule === 'removed-twice') {
    const message = `${teller.name(otherRemove)} and ${teller.name(index)} both removed ${JSON.stringify(value)}, which was added once.`;
    return teller.illegal(rule, message, [otherRemove, index]);
  }
  teller.called(add).returned(index, 'an element is found only after it was added');
  return teller.illegal(rule, `${found} before ${teller.nameWith(add, value)} was called.`, [add, index]);
};

const explainBroken = (recorded: Recorded<SetOperation>, elements: SetElements, index: number): HistoryVerdict => {
  const { history } = recorded;
  const { values, elementOf, add, remove, firstReturn, lastCall } = elements;
  const element = elementOf[index]!;
  const value = JSON.stringify(values[element]!);
  const teller = new Teller(recorded);
  const last = lastCall[element]!;
  const verb = (operation: number): string => (operation === add[element] ? 'added' : 'found');
  if (index === remove[element]) {
    teller.called(last).link(last, `${value} is found`, 'inside its interval');
    teller.returned(index, 'an element is found only before it is removed');
    const message = `${teller.name(last)} found ${value}, but ${teller.name(index)} had removed it before ${teller.name(last)} was called.`;
    return teller.illegal('set-presence', message, [index, last]);
  }
  const first = firstReturn[element]!;
  const comes = `${teller.name(first)} had ${verb(first)} it before ${teller.name(index)} was called`;
  teller.returned(first, `${value} is there from then on`).called(index);
  const returned = (reason: string): void => void teller.returned(index, reason);
  if (remove[element] !== -1 && !mayHaveRemoved(history[remove[element]!]!)) {
    returned(
      `${value} is there until ${teller.name(last)}, which ${last === remove[element] ? 'removed' : verb(last)} it`,
    );
    const message = `${teller.name(index)} did not find ${value}, but ${comes}, and ${teller.name(last)} ${last === remove[element] ? 'removed' : verb(last)} it after ${teller.name(index)} had returned.`;
    return teller.illegal('set-presence', message, [first, index, last]);
  }
  returned(`nobody can have removed ${value} by then`);
  const removers = [...history.keys()].filter(
    (other) => elementOf[other] === element && mayHaveRemoved(history[other]!),
  );
  const message = `${teller.name(index)} did not find ${value}, but ${comes}, and nobody can have removed it by then.`;
  return teller.illegal('set-presence', message, [first, index, last, ...removers]);
};

const witnessOf = (history: readonly SetOperation[], elements: SetElements): number[] => {
  const { elementOf, add, remove, comes, goes } = elements;
  // At the same time in this order: absent, comes, present, goes, absent.
  const order = new Int32Array(history.length);
  const times = new Float64Array(history.length);
  let count = 0;
  for (let stage = 0; stage < 5; stage++) {
    for (let index = 0; index < history.length; index++) {
      const operation = history[index]!;
      if (operation.outcome === 'fail' || stageOf(index, operation) !== stage) continue;
      order[count] = index;
      times[count++] = timeAt(index, operation, stage);
    }
  }
  return Array.from(ascending(times.subarray(0, count)), (rank) => order[rank]!);

  function stageOf(index: number, operation: SetOperation): number {
    const element = elementOf[index]!;
    if (element === -1) return -1;
    if (index === add[element]) return 1;
    if (index === remove[element]) return 3;
    if (!hasReturned(operation)) return -1;
    if (foundPresent(operation)) return 2;
    return operation.call <= comes[element]! ? 0 : 4;
  }

  function timeAt(index: number, { call }: SetOperation, stage: number): number {
    const element = elementOf[index]!;
    if (stage === 1) return comes[element]!;
    if (stage === 3) return goes[element]!;
    if (stage === 0) return call;
    return Math.max(call, stage === 2 ? comes[element]! : goes[element]!);
  }
};
