/** Counts what a history gave the checker to judge. */
import type { LogHistory } from '../../model/history.ts';
import type { CellTable } from './cell-table.ts';
import { outcomeOf, sightingOf } from './outcome.ts';
import type { LogCoverage } from './verdict.ts';

export const coverageOf = (history: LogHistory, cells: CellTable): LogCoverage => {
  const seen = { data: 0, junk: 0, unwritten: 0, trimmed: 0 };
  let [appendsAcknowledged, appendsResolved, appendsUnseen, tails] = [0, 0, 0, 0];
  for (const op of history) {
    const what = sightingOf(op);
    if (what !== null) seen[what] += 1;
    const out = outcomeOf(op);
    if (op.op === 'tail' && out !== null && out !== 'failed') tails += 1;
    if (op.op !== 'append') continue;
    if (out === 'ok') appendsAcknowledged += 1;
    else if (isOpen(op)) appendsUnseen += 1;
  }
  for (let cell = 0; cell < cells.size; cell++) {
    const writer = cells.writer[cell]!;
    if (writer === -1 || outcomeOf(history[writer]!) === 'ok') continue;
    appendsResolved += 1;
    // A refused append may have been adopted, and was never counted as open.
    if (isOpen(history[writer]!)) appendsUnseen -= 1;
  }
  return {
    appendsAcknowledged,
    appendsResolved,
    appendsUnseen,
    dataSeen: seen.data,
    junkSeen: seen.junk,
    unwrittenSeen: seen.unwritten,
    trimmedSeen: seen.trimmed,
    tails,
  };
};

function isOpen(op: LogHistory[number]): boolean {
  const out = outcomeOf(op);
  return out === null || out === 'unknown';
}
