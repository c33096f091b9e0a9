/**
 * Chooses the author of data that was seen without its value: a fill that lost learns "data", and the append may never
 * have returned. Only appends of unknown outcome that nobody saw elsewhere come into question, each for one position.
 *
 * Exact by an exchange argument. Such appends have no upper bound, so only their call times matter. With a token order
 * the bound of a position is the maximum over the positions below it: handing them out by ascending call to ascending
 * positions is pointwise the earliest. Without one, positions are independent and only the latest permitted time of
 * each matters: ascending calls go to ascending deadlines (Hall's condition on nested sets).
 */
import type { LogHistory } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';
import type { Resolution } from './resolve.ts';
import { sightingOf } from './resolve.ts';
import type { TrimIndex } from './trim-index.ts';

export interface ChosenWriters {
  /** Cells whose writer was chosen, in the order in which appends were handed out. */
  readonly cells: readonly number[];
  /** Per chosen cell, the operation that sets its deadline; empty under a token order. */
  readonly deadlineOf: readonly number[];
  /** The first cell for which no append was left; -1 if there was one for each. */
  readonly starved: number;
}

const nobody: ChosenWriters = { cells: [], deadlineOf: [], starved: -1 };

export const chooseWriters = (
  history: LogHistory,
  { cells, cellOf }: Resolution,
  trims: TrimIndex,
  order: 'positions' | 'deadlines',
): ChosenWriters => {
  const orphans = [...cells.keys()].filter((index) => cells[index]!.content === 'data' && cells[index]!.writer === -1);
  if (orphans.length === 0) return nobody;

  const taken = new Set(cells.map((cell) => cell.writer));
  const candidates: number[] = [];
  history.forEach((op, index) => {
    if (op.op !== 'append' || taken.has(index)) return;
    if (outcomeOf(op) === null || outcomeOf(op) === 'unknown') candidates.push(index);
  });
  candidates.sort((a, b) => history[a]!.call - history[b]!.call);

  const deadlines = new Map<number, { time: number; operation: number }>();
  if (order === 'positions') {
    orphans.sort((a, b) => cells[a]!.position - cells[b]!.position);
  } else {
    for (const cell of orphans) {
      const { time, operation } = trims.acknowledged(cells[cell]!.position);
      deadlines.set(cell, { time, operation });
    }
    history.forEach((op, operation) => {
      const what = sightingOf(op);
      const deadline = deadlines.get(cellOf[operation]!);
      if (deadline === undefined || (what !== 'data' && what !== 'trimmed') || op.return! >= deadline.time) return;
      deadlines.set(cellOf[operation]!, { time: op.return!, operation });
    });
    orphans.sort((a, b) => deadlines.get(a)!.time - deadlines.get(b)!.time);
  }
  for (const [rank, cell] of orphans.entries()) {
    if (rank >= candidates.length) return { cells: orphans, deadlineOf: [], starved: cell };
    cells[cell]!.writer = candidates[rank]!;
  }
  return { cells: orphans, deadlineOf: orphans.flatMap((cell) => deadlines.get(cell)?.operation ?? []), starved: -1 };
};
