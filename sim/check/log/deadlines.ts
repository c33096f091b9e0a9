/**
 * By when a position was certainly written, or taken: somebody who shows it had returned. Where positions are taken in
 * order, so were all positions below it.
 */
import type { LogHistory } from '../../model/history.ts';
import { holds } from './cell-table.ts';
import { takenBy } from './extent.ts';
import type { NeededTrims } from './needed-trims.ts';
import { isSealedAnswer, outcomeOf, sightingOf } from './outcome.ts';
import type { Resolution } from './resolve.ts';
import { SuffixMinimum } from './suffix-minimum.ts';
import type { TrimIndex } from './trim-index.ts';

/** The deadline of a cell; `Infinity` if it has none. */
export type DeadlineOf = (cell: number) => number;

/** A cell is written before anybody saw that, and before it was hidden. */
export const cellDeadlines = (history: LogHistory, { cells, cellOf }: Resolution, trims: TrimIndex): DeadlineOf => {
  const deadlines = new Float64Array(cells.size);
  for (let cell = 0; cell < cells.size; cell++) deadlines[cell] = trims.acknowledged(cells.position[cell]!).time;
  for (let index = 0; index < history.length; index++) {
    const cell = cellOf[index]!;
    const op = history[index]!;
    const what = sightingOf(op);
    const shows = what === 'data' || what === 'trimmed' || (op.op === 'append' && outcomeOf(op) === 'ok');
    if (cell !== -1 && shows && op.return! < deadlines[cell]!) deadlines[cell] = op.return!;
  }
  return (cell) => deadlines[cell]!;
};

/** The token of a position was handed out before those of all positions above it were used. */
export const corfuDeadlines = (history: LogHistory, resolution: Resolution, trims: TrimIndex): DeadlineOf => {
  const { cells } = resolution;
  const own = cellDeadlines(history, resolution, trims);
  const written = Array.from({ length: cells.size }, (_, cell) => cell).filter(
    (cell) => cells.content[cell] === holds.data,
  );
  const above = new SuffixMinimum(
    written.map((cell) => ({ bound: cells.position[cell]!, entry: { time: own(cell), operation: -1 } })),
  );
  return (cell) => above.above(cells.position[cell]! - 1).time;
};

/** By position. An atomic log takes none after it was sealed. */
export const atomicDeadlines = (history: LogHistory, trims: NeededTrims): ((position: number) => number) => {
  const shown: { bound: number; entry: { time: number; operation: number } }[] = [];
  for (let operation = 0; operation < history.length; operation++) {
    const op = history[operation]!;
    if (op.return === null) continue;
    const bound = showsSeal(history, operation) ? Infinity : takenBy(history, operation, trims);
    if (bound >= 0) shown.push({ bound, entry: { time: op.return, operation } });
  }
  const above = new SuffixMinimum(shown);
  return (position) => above.above(position - 1).time;
};

/** Whether the log was sealed when `operation` returned. */
const showsSeal = (history: LogHistory, operation: number): boolean => {
  const op = history[operation]!;
  return (op.op === 'seal' && outcomeOf(op) === 'ok') || isSealedAnswer(op);
};
