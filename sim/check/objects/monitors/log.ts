/**
 * Shared logs with unique values, by the checker of `sim/check/log`, exactly, in near-linear time.
 *
 * A contradiction is cut down in the sense that holds for all objects: what is forgotten may have happened at any time, with its answer,
 * or never. Forgotten trims and seals, and appends that do not know their position, are operations that never returned. A forgotten append
 * that knows it can take no other position: it is there, at any time, if that position was certainly taken and nobody shows another value
 * there, and else it never happened; somebody must take the position, and nobody has fewer bounds.
 */
import type { LogHistory, LogOperation, Value } from '../../../model/history.ts';
import { appendsOf } from '../../log/append-gate.ts';
import { judge } from '../../log/judge.ts';
import { Narrator } from '../../log/narrator.ts';
import { termsOf } from '../../log/terms.ts';
import { witnessOf } from '../../log/witness.ts';
import { minimise } from '../../minimise.ts';
import type { HistoryVerdict } from '../../verdict.ts';
import type { LogObjectOperation } from '../operations/log.ts';

const terms = termsOf({ spec: 'atomic' });

const judgeAlone = (history: LogHistory): ReturnType<typeof judge> =>
  judge({ history, spare: 0, appends: appendsOf(history) }, terms);

/** `undefined` if a value was appended twice. */
export const monitorLog = (
  objectHistory: readonly LogObjectOperation[],
  names?: readonly number[],
): HistoryVerdict | undefined => {
  const history = objectHistory.map(recordOf);
  const judgement = judgeAlone(history);
  if (judgement.verdict === 'unknown') return undefined;
  if (judgement.verdict === 'ok') {
    const { graph, propagation } = judgement;
    return {
      verdict: 'ok',
      get witness() {
        return witnessOf(graph, propagation).map(({ operation }) => operation);
      },
    };
  }
  const isContradictory = (kept: readonly number[]): boolean =>
    judgeAlone(withForgotten(history, kept).history).verdict === 'illegal';
  const named = judgement.contradiction.operations;
  const operations = minimise(isContradictory(named) ? named : [...history.keys()], isContradictory);
  const { history: few, numbers } = withForgotten(history, operations);
  const final = judgeAlone(few);
  if (final.verdict !== 'illegal') throw new Error('a part that was just found illegal is legal');
  const { contradiction } = final;
  const narrator = new Narrator(history, numbers, names ?? null);
  return {
    verdict: 'illegal',
    rule: contradiction.rule,
    message: contradiction.message(narrator),
    operations,
    chain: contradiction.chain(narrator),
  };
};

const recordOf = (operation: LogObjectOperation): LogOperation => {
  const { client, call, input, outcome } = operation;
  const invoked = {
    client,
    call,
    return: outcome === 'info' ? null : operation.return,
    op: input.op,
    pos: input.op === 'read' ? input.position : input.op === 'trim' ? input.below : undefined,
    arg: input.op === 'append' ? input.value : undefined,
  };
  const answer = outcome === 'ok' ? answerOf(operation.output) : { out: outcome === 'fail' ? 'failed' : null };
  return { ...invoked, outPos: undefined, outVal: undefined, ...answer } as object as LogOperation;
};

const answerOf = (output: Extract<LogObjectOperation, { outcome: 'ok' }>['output']): object => {
  if (output === undefined) return { out: 'ok' };
  if (typeof output === 'number') return { out: 'ok', outPos: output };
  if (typeof output === 'string') return { out: output };
  if ('data' in output) return { out: 'data', outVal: output.data };
  return 'open' in output ? { out: 'open', outPos: output.open } : { out: 'sealed', outPos: output.sealed };
};

/** `kept` as they are, and what the others may have done. */
const withForgotten = (
  history: LogHistory,
  kept: readonly number[],
): { readonly history: LogHistory; readonly numbers: readonly number[] } => {
  const isKept = new Set(kept);
  const values = valuesShown(history, kept);
  const length = lengthShown(history, kept, isKept);
  const few: LogOperation[] = [];
  const numbers: number[] = [];
  for (const [index, op] of history.entries()) {
    const taken = isKept.has(index) ? op : atAnyTime(op, length, values);
    if (taken === null) continue;
    // Of several that were forgotten and say they are there, any one will do.
    if (!isKept.has(index) && taken.op === 'append' && taken.return !== null) values.set(taken.outPos!, taken.arg);
    few.push(taken);
    numbers.push(index);
  }
  return { history: few, numbers };
};

const atAnyTime = (op: LogOperation, length: number, values: ReadonlyMap<number, Value>): LogOperation | null => {
  if (op.op === 'read' || op.op === 'tail' || op.op === 'fill') return null;
  if (op.return !== null && (op.out === 'failed' || op.out === 'sealed')) return null;
  if (op.op !== 'append' || op.return === null) return { ...op, call: -Infinity, return: null };
  const position = op.outPos!;
  const shown = values.get(position) ?? op.arg;
  return position < length && shown === op.arg ? { ...op, call: -Infinity, return: Infinity } : null;
};

/** What `kept` shows to be where. */
const valuesShown = (history: LogHistory, kept: readonly number[]): Map<number, Value> => {
  const values = new Map<number, Value>();
  for (const index of kept) {
    const op = history[index]!;
    if (op.op === 'read' && op.out === 'data') values.set(op.pos, op.outVal!);
    if (op.op === 'append' && op.out === 'ok') values.set(op.outPos!, op.arg);
  }
  return values;
};

/** The number of positions that were certainly taken. */
const lengthShown = (history: LogHistory, kept: readonly number[], isKept: ReadonlySet<number>): number => {
  let length = 0;
  for (const index of kept) {
    const op = history[index]!;
    if (op.return === null) continue;
    if (op.op === 'append' && op.out === 'ok') length = Math.max(length, op.outPos! + 1);
    else if (op.op === 'tail') length = Math.max(length, op.outPos ?? 0);
    else if (op.op === 'trim' && op.out === 'ok') length = Math.max(length, op.pos);
    else if (op.op === 'read' && op.out === 'data') length = Math.max(length, op.pos + 1);
    else if (op.op === 'read' && op.out === 'trimmed') {
      length = Math.max(length, lowestTrim(history, op.pos, op.return, isKept));
    }
  }
  return length;
};

/** The lowest bound above `position` of a trim that may have come by `time`; 0 if there is none. */
const lowestTrim = (history: LogHistory, position: number, time: number, isKept: ReadonlySet<number>): number => {
  let lowest = Infinity;
  for (const [index, op] of history.entries()) {
    if (op.op !== 'trim' || op.pos <= position || (op.return !== null && op.out === 'failed')) continue;
    if (!isKept.has(index) || op.call <= time) lowest = Math.min(lowest, op.pos);
  }
  return lowest === Infinity ? 0 : lowest;
};
