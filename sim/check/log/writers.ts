/**
 * Chooses the author of data that was seen without one: a fill that lost learns "data" and no value, and the append may
 * never have returned; or the value that was read is that of several attempts. Only appends of unknown outcome that
 * nobody saw elsewhere come into question, each for one position.
 *
 * Exact by an exchange argument. Such appends have no upper bound, so only their call times matter, and of a position
 * only its deadline does (`deadlines.ts`): each needs an append that was called by then. Ascending calls go to ascending
 * deadlines (Hall's condition on nested sets). Attempts that share a value are handed out first, to the positions that
 * show it, and the other way round: the latest that will do, so that those left over for other positions are, one by
 * one, the earliest that can be (the heaviest basis of a transversal matroid is the heaviest element by element).
 *
 * `spare` more appends than the history shows may be used; they were called before everything. A cell that gets one of
 * them keeps no writer.
 */
import type { LogHistory, Value } from '../../model/history.ts';
import { holds } from './cell-table.ts';
import { clauses } from './clauses.ts';
import type { DeadlineOf } from './deadlines.ts';
import type { Judgement } from './judgement.ts';
import { contradicts } from './judgement.ts';
import { mayHaveAppended } from './outcome.ts';
import type { Resolution } from './resolve.ts';
import type { Terms } from './terms.ts';
import { compareTimes } from './times.ts';

/** Appends that may be at a position where nobody is known to be, by call; one of those that count as one. */
export const unplacedAppends = (history: LogHistory, terms: Terms, resolution: Resolution): number[] => {
  const appends: number[] = [];
  const requests = new Map<Value, 'placed' | number>();
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.op !== 'append' || resolution.leaderOf(index) !== index) continue;
    const isPlaced = resolution.placeOf[index] !== -1;
    if (terms.retries === 'once' && op.request !== undefined) {
      const other = requests.get(op.request);
      if (isPlaced) requests.set(op.request, 'placed');
      else if (other === 'placed' || !mayHaveAppended(op, terms)) continue;
      else if (other === undefined || history[other]!.call > op.call) requests.set(op.request, index);
    } else if (!isPlaced && mayHaveAppended(op, terms)) {
      appends.push(index);
    }
  }
  for (const append of requests.values()) if (append !== 'placed') appends.push(append);
  return appends.sort((a, b) => compareTimes(history[a]!.call, history[b]!.call) || a - b);
};

/** Null when every position has an author. */
export const chooseWriters = (
  history: LogHistory,
  terms: Terms,
  resolution: Resolution,
  deadlineOf: DeadlineOf,
  spare: number,
): Judgement | null => {
  const { cells } = resolution;
  const orphans: number[] = [];
  for (let cell = 0; cell < cells.size; cell++) {
    if (cells.content[cell] === holds.data && cells.writer[cell] === -1) orphans.push(cell);
  }
  if (orphans.length === 0) return null;
  const candidates = unplacedAppends(history, terms, resolution);
  sortByDeadline(orphans, resolution, deadlineOf);
  const starved = orphans[spare + candidates.length];
  if (starved !== undefined) {
    const proof = cells.proof[starved]!;
    const proofs = orphans.slice(0, spare + candidates.length + 1).map((cell) => cells.proof[cell]!);
    return contradicts(clauses.knownValue.rule, [...proofs, ...candidates], (tell) => {
      return `${tell.past(proof)}, but no append is left that can have written it.`;
    });
  }
  for (let rank = spare; rank < orphans.length; rank++) cells.writer[orphans[rank]!] = candidates[rank - spare]!;
  return null;
};

/** Hands out attempts that share a value. Null when each position that shows it has one. */
export const settleContests = (
  history: LogHistory,
  { contests, cells, placeOf }: Resolution,
  deadlineOf: DeadlineOf,
): Judgement | null => {
  for (const { cells: contested, attempts } of contests) {
    if (contested.length > attempts.length) {
      const proofs = contested.map((cell) => cells.proof[cell]!);
      return contradicts(clauses.onePosition.rule, [...proofs, ...attempts], (tell) => {
        return `${tell.past(proofs.at(-1)!)}, but no attempt at that append is left that can be there.`;
      });
    }
    const descending = contested.toSorted((a, b) => compareCells(b, a, cells, deadlineOf));
    const chosen = latest(
      history,
      attempts,
      descending.map((cell) => deadlineOf(cell)),
    );
    for (const [rank, cell] of descending.entries()) {
      cells.writer[cell] = chosen[rank]!;
      placeOf[chosen[rank]!] = cell;
    }
  }
  return null;
};

/** The latest-called attempts that meet the deadlines, which descend; if none do, the earliest. */
const latest = (history: LogHistory, attempts: readonly number[], deadlines: readonly number[]): readonly number[] => {
  const byCall = attempts.toSorted((a, b) => compareTimes(history[b]!.call, history[a]!.call));
  const chosen: number[] = [];
  for (const attempt of byCall) {
    if (chosen.length < deadlines.length && history[attempt]!.call <= deadlines[chosen.length]!) chosen.push(attempt);
  }
  return chosen.length === deadlines.length ? chosen : byCall.slice(byCall.length - deadlines.length);
};

const sortByDeadline = (orphans: number[], { cells }: Resolution, deadlineOf: DeadlineOf): void => {
  orphans.sort((a, b) => compareCells(a, b, cells, deadlineOf));
};

const compareCells = (a: number, b: number, cells: Resolution['cells'], deadlineOf: DeadlineOf): number =>
  compareTimes(deadlineOf(a), deadlineOf(b)) || cells.position[a]! - cells.position[b]!;
