/**
 * How far an atomic log certainly reached: below its length every position was taken. Whoever shows that a position was
 * taken also says by when: at its own return. Deadlines are what `dense.ts` hands out positions by.
 */
import type { LogHistory } from '../../model/history.ts';
import { outcomeOf, sightingOf } from './outcome.ts';
import type { NeededTrims } from './needed-trims.ts';
import type { Resolution } from './resolve.ts';

export interface Extent {
  /** The number of positions taken. */
  readonly length: number;
  /** The operation that shows it; -1 where the length is 0. */
  readonly shownBy: number;
}

/** The highest position that `operation` shows to be taken; -1 if none. */
export const takenBy = (history: LogHistory, operation: number, { trimOf }: NeededTrims): number => {
  const op = history[operation]!;
  switch (op.op) {
    case 'append':
      return outcomeOf(op) === 'ok' ? op.outPos! : -1;
    case 'read':
    case 'fill': {
      const what = sightingOf(op);
      if (what === 'data' || what === 'junk') return op.pos;
      const trim = trimOf[operation]!;
      return trim === -1 ? -1 : reachOf(history, trim);
    }
    case 'tail':
      return outcomeOf(op) === null || outcomeOf(op) === 'failed' ? -1 : (op.outPos ?? 0) - 1;
    case 'trim':
    case 'trimCell':
      return outcomeOf(op) === 'ok' ? reachOf(history, operation) : -1;
    case 'seal':
      return -1;
  }
};

/** The highest position that a trim reaches. */
export const reachOf = (history: LogHistory, trim: number): number => {
  const op = history[trim]!;
  return op.op === 'trim' ? op.pos - 1 : op.op === 'trimCell' ? op.pos : -1;
};

export const extentOf = (history: LogHistory, trims: NeededTrims, { cellOf }: Resolution): Extent => {
  let length = 0;
  let shownBy = -1;
  for (let operation = 0; operation < history.length; operation++) {
    const op = history[operation]!;
    // What a disabled clause would have refused says nothing.
    if ((op.op === 'read' || op.op === 'fill') && cellOf[operation] === -1) continue;
    const taken = takenBy(history, operation, trims);
    if (taken < length) continue;
    length = taken + 1;
    shownBy = operation;
  }
  return { length, shownBy };
};
