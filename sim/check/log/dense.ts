/**
 * Finds somebody for each position of a dense log that nobody is known to have taken, though a higher one was: an
 * append of unknown outcome, or a fill of that very position that was given up. Likewise for data seen without a value.
 *
 * Each position has a deadline (`deadlines.ts`), which ascends with positions. A history is legal as far as this goes if and only if every position gets something that was called by its deadline,
 * since all other bounds of a position are from below and do not depend on who took it. A fill can do nothing else, so
 * it takes its position whenever it was called in time. Appends can be anywhere, and deadlines ascend with positions:
 * ascending calls go to ascending positions (Hall's condition on nested sets).
 *
 * `spare` more appends may be used, called before everything; they take the lowest positions and are not written down.
 */
import type { LogHistory } from '../../model/history.ts';
import { holds } from './cell-table.ts';
import { clauses } from './clauses.ts';
import { atomicDeadlines } from './deadlines.ts';
import type { Extent } from './extent.ts';
import type { Judgement } from './judgement.ts';
import { contradicts } from './judgement.ts';
import { mayHaveFilled } from './outcome.ts';
import type { NeededTrims } from './needed-trims.ts';
import type { Resolution } from './resolve.ts';
import type { Terms } from './terms.ts';
import { unplacedAppends } from './writers.ts';

/** Null when every position has somebody. */
export const fillGaps = (
  history: LogHistory,
  terms: Terms,
  resolution: Resolution,
  trims: NeededTrims,
  extent: Extent,
  spare: number,
): Judgement | null => {
  const { cells } = resolution;
  let known = 0;
  for (let cell = 0; cell < cells.size; cell++) {
    if (cells.content[cell] === holds.junk || cells.writer[cell] !== -1) known += 1;
  }
  if (known === extent.length) return null;
  const fills = ownFills(history, resolution, trims, extent);
  const wanting = extent.length - known - fills.size;
  const candidates = unplacedAppends(history, terms, resolution);
  if (wanting > spare + candidates.length) {
    const taken = known + fills.size + spare + candidates.length;
    return contradicts(clauses.dense.rule, [extent.shownBy], (tell) => {
      return `${tell.past(extent.shownBy)}, but only ${taken} of the ${extent.length} positions up to there can have been taken.`;
    });
  }
  for (const [position, fill] of fills) {
    const cell = cells.ensure(position);
    cells.content[cell] = holds.junk;
    cells.proof[cell] = fill;
  }
  let rank = wanting - spare;
  for (let position = extent.length - 1; rank > 0; position--) {
    const cell = cells.ensure(position);
    if (cells.content[cell] === holds.junk || cells.writer[cell] !== -1) continue;
    cells.content[cell] = holds.data;
    cells.writer[cell] = candidates[--rank]!;
  }
  return null;
};

/** Per position that nobody saw taken, the earliest of its fills that were given up, if it was called in time. */
const ownFills = (
  history: LogHistory,
  { cells }: Resolution,
  trims: NeededTrims,
  { length }: Extent,
): ReadonlyMap<number, number> => {
  const fills = new Map<number, number>();
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.op !== 'fill' || op.pos >= length || !mayHaveFilled(op)) continue;
    const cell = cells.find(op.pos);
    if (cell !== -1 && cells.content[cell] !== holds.nothing) continue;
    const other = fills.get(op.pos);
    if (other === undefined || op.call < history[other]!.call) fills.set(op.pos, index);
  }
  if (fills.size === 0) return fills;

  const deadlineOf = atomicDeadlines(history, trims);
  for (const [position, fill] of fills) if (history[fill]!.call > deadlineOf(position)) fills.delete(position);
  return fills;
};
