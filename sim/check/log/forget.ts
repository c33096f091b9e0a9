/**
 * What it means that operations of a history are forgotten: to be part of a contradiction an operation must matter.
 *
 * A forgotten read or tail is gone. A forgotten append, fill, trim or seal may have happened at any time, or never, also
 * if it says that it failed. Only junk an append leaves no later than it returned: else every append of a long history
 * would be part of every claim that there was none.
 *
 * Of an operation that is not kept either, nothing is known but that it was called, and when. It may still be why a
 * position holds junk or was trimmed, why the log was sealed, why a tail moved. Where appends are, others have a say only
 * if they are seen: by their value, at their position by somebody who did not learn the value, or as attempts at an
 * append that is kept. These may have happened at any time. The rest are a number (`spare`), each of which may be at a
 * position of which nobody knows what it holds; where positions may stay free, those that know another one are not.
 */
import type { AppendOperation, LogHistory, LogOperation, Value } from '../../model/history.ts';
import { type Appends, appendsOf } from './append-gate.ts';
import { isSealedAnswer, mayHaveAppended, mayHaveFilled, outcomeOf, sightingOf } from './outcome.ts';
import type { Terms } from './terms.ts';

export interface Part {
  readonly history: LogHistory;
  /** Index in the whole history per operation of the part. */
  readonly numbers: readonly number[];
  /** How many other appends had been called before the last operation kept returned. */
  readonly spare: number;
  /** All appends, as they may have left junk or moved a tail. */
  readonly appends: Appends;
}

/** The part of `whole` that `kept` is. `forgotten` ones may have happened at any time. Both ascend. */
export const partOf = (
  whole: LogHistory,
  terms: Terms,
  kept: readonly number[],
  forgotten: readonly number[],
): Part => {
  const judged = new Map<number, LogOperation>();
  for (const index of kept) judged.set(index, whole[index]!);
  const forget = (index: number): void => {
    const op = atAnyTime(whole[index]!);
    if (op !== null) judged.set(index, op);
  };
  forgotten.forEach(forget);
  const isForgotten = new Set(forgotten);
  const bystander = (op: LogOperation, index: number): LogOperation => {
    if (op.op !== 'append' || !isForgotten.has(index)) return op;
    // Below a tail of the units junk stands for data, which a forgotten append may write at any time.
    return { ...op, call: -Infinity, return: terms.slowTails ? null : op.return };
  };
  const appends = appendsOf(whole.map(bystander));

  const values = new Set<Value>();
  /** Where somebody saw data, but not which. */
  const positions = new Set<number>();
  const saw = { trimmed: false, junk: false, sealed: false, tail: false };
  let last = -Infinity;
  for (const index of kept) {
    const op = whole[index]!;
    if ('outVal' in op && op.outVal !== undefined) values.add(op.outVal);
    else if (op.op === 'fill' && sightingOf(op) === 'data') positions.add(op.pos);
    if (op.return !== null) last = Math.max(last, op.return);
    saw.trimmed ||= sightingOf(op) === 'trimmed';
    saw.junk ||= sightingOf(op) === 'junk';
    saw.sealed ||= isSealedAnswer(op);
    saw.tail ||= op.op === 'tail';
  }
  forEachAppend(whole, (append, index) => {
    const isSeen = values.has(append.arg) || (outcomeOf(append) === 'ok' && positions.has(append.outPos!));
    if (isSeen && !judged.has(index)) forget(index);
  });
  if (terms.retries === 'once') forgetOtherAttempts(whole, judged, forget);

  const isOfUse = (op: LogOperation): boolean => {
    if (op.call > last) return false;
    if (op.op === 'fill') return mayHaveFilled(op) && (saw.junk || terms.dense || (terms.slowTails && saw.tail));
    if (op.op === 'seal') return saw.sealed && outcomeOf(op) !== 'failed';
    if (op.op !== 'trim' && op.op !== 'trimCell') return false;
    return outcomeOf(op) !== 'failed' && (saw.trimmed || (saw.tail && terms.spec === 'corfu'));
  };
  // Where positions may stay free, an append that knows its position is not needed at another.
  const mayBeElsewhere = terms.dense || terms.slowTails;
  const others = new Set<Value>();
  for (let index = 0; index < whole.length; index++) {
    const op = whole[index]!;
    if (judged.has(index)) continue;
    if (op.op !== 'append') {
      if (isOfUse(op)) judged.set(index, { ...op, return: null, out: null });
    } else if (op.call <= last && mayHaveAppended(op, terms) && (mayBeElsewhere || outcomeOf(op) !== 'ok')) {
      others.add(terms.retries === 'once' ? (op.request ?? op.arg) : index);
    }
  }
  const numbers = [...judged.keys()].sort((a, b) => a - b);
  const indexOf = new Map(numbers.map((number, index) => [number, index]));
  return {
    history: numbers.map((index) => judged.get(index)!),
    numbers,
    spare: others.size,
    appends: { ...appends, indices: appends.indices.map((number) => indexOf.get(number) ?? -1) },
  };
};

/** Attempts at an append of which one attempt is judged. */
const forgetOtherAttempts = (
  whole: LogHistory,
  judged: ReadonlyMap<number, LogOperation>,
  forget: (index: number) => void,
): void => {
  const values = new Set<Value>();
  const requests = new Set<Value>();
  for (const op of judged.values()) {
    if (op.op !== 'append') continue;
    values.add(op.arg);
    if (op.request !== undefined) requests.add(op.request);
  }
  forEachAppend(whole, ({ arg, request }, index) => {
    if (judged.has(index)) return;
    if (values.has(arg) || (request !== undefined && requests.has(request))) forget(index);
  });
};

const forEachAppend = (history: LogHistory, visit: (append: AppendOperation, index: number) => void): void => {
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.op === 'append') visit(op, index);
  }
};

/** Null for what leaves no trace. */
const atAnyTime = (op: LogOperation): LogOperation | null => {
  const { client } = op;
  const whenever = { client, call: -Infinity, return: null, out: null };
  switch (op.op) {
    case 'append':
      return { ...whenever, op: 'append', arg: op.arg, ...(op.request === undefined ? {} : { request: op.request }) };
    case 'fill':
    case 'trim':
    case 'trimCell':
      return { ...whenever, op: op.op, pos: op.pos };
    case 'seal':
      return { ...whenever, op: 'seal' };
    case 'read':
    case 'tail':
      return null;
  }
};
