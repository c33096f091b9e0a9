/**
 * Judges the checker's proof of legality: replays the steps one by one on a sequential log and says what is wrong, or
 * null. It shares no code with the checker on purpose; this file and the log of the spec are short enough to be read in
 * one go.
 */
import type { LogHistory, LogOperation } from '../../model/history.ts';
import { AtomicReplay } from './replay/atomic-replay.ts';
import { CorfuReplay } from './replay/corfu-replay.ts';
import type { Replay } from './replay/replay.ts';
import type { LogCheckOptions } from './terms.ts';
import type { WitnessStep } from './verdict.ts';

export const verifyWitness = (
  history: LogHistory,
  witness: readonly WitnessStep[],
  options: LogCheckOptions,
): string | null => {
  const replay = options.spec === 'atomic' ? new AtomicReplay(options) : new CorfuReplay(history, options);
  const seen = new Map<string, number>();
  const appended = new Set<string>();
  let now = -Infinity;
  for (const step of witness) {
    const { operation, position, at } = step;
    const op = history[operation] ?? null;
    const wrong = (what: string): string => `step ${step.step} of operation ${operation} at ${at}: ${what}`;
    if (at < now) return wrong('out of order');
    now = at;
    if (op === null ? step.step !== 'skip' : at < firstTime(op, options) || at > lastTime(op)) {
      return wrong('outside its interval');
    }
    const isPartial = step.step === 'skip' || (options.spec !== 'atomic' && ['junk', 'trim'].includes(step.step));
    const key = isPartial ? `${operation} ${step.step} ${position}` : `${operation} ${step.step}`;
    if (seen.has(key)) return wrong('twice');
    seen.set(key, at);
    if (op?.op === 'append' && (step.step === 'write' || step.step === 'append')) {
      const refused = op.return !== null && op.out === 'sealed' && options.sealed !== 'indeterminate';
      if ((op.return !== null && op.out === 'failed') || refused) return wrong('has no effect');
      const logical = options.retries === 'once' ? JSON.stringify(op.request ?? op.arg) : String(operation);
      if (appended.has(logical)) return wrong('an attempt at what was appended');
      appended.add(logical);
    }
    const fault = replay.take(step, op);
    if (fault !== null) return wrong(fault);
  }
  for (const [index, op] of history.entries()) {
    const missing = missingOf(index, op, options, (what) => seen.get(`${index} ${what}`), replay);
    if (missing !== null) return `operation ${index}: ${missing}`;
  }
  return null;
};

/** From when on the operation may take effect. */
const firstTime = (op: LogOperation, { strength }: LogCheckOptions): number => {
  const isAbsence = op.op === 'tail' || ((op.op === 'read' || op.op === 'fill') && op.out === 'unwritten');
  return isAbsence && strength === 'serializable' ? -Infinity : op.call;
};

/** Until when the operation may take effect: its return, unless its client gave up. */
const lastTime = (op: LogOperation): number => {
  const gaveUp =
    op.out === 'unknown' || (op.op === 'fill' && op.out === 'failed') || (op.op === 'append' && op.out !== 'ok');
  return op.return === null || gaveUp ? Infinity : op.return;
};

/** What an answered operation should have done and did not; null if nothing. */
const missingOf = (
  index: number,
  op: LogOperation,
  { spec }: LogCheckOptions,
  timeOf: (step: string) => number | undefined,
  replay: Replay,
): string | null => {
  if (op.return === null || op.out === null || op.out === 'failed' || op.out === 'unknown') return null;
  const needs = (step: string): string | null => {
    const at = timeOf(step);
    return at !== undefined && at <= op.return! ? null : `no ${step} step`;
  };
  switch (op.op) {
    case 'append':
      if (op.out === 'ok') return replay.holds(op, index) ? null : 'not at its position when it returned';
      return spec === 'atomic' ? needs('observe') : null;
    case 'trim':
    case 'trimCell':
      return needs(spec === 'atomic' ? 'trim' : 'acknowledge');
    case 'seal':
      return spec === 'atomic' ? needs('seal') : null;
    case 'tail':
      return spec === 'cells' || (spec === 'corfu' && op.outPos === undefined) ? null : needs('observe');
    case 'read':
    case 'fill':
      return needs('observe');
  }
};
