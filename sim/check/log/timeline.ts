/** Draws the few operations of a verdict as lanes of text, at most 100 columns wide. */
import type { LogHistory } from '../../model/history.ts';
import { describe } from './describe.ts';
import { outcomeOf } from './outcome.ts';

const columnCount = 100;

/**
 * One line per operation, in order of their calls: `|---|` from call to return, `|-->` if it never returned. Columns
 * are ranks of times, not times: what matters is which end comes first, and a scale would hide it.
 */
export const timeline = (history: LogHistory, operations: readonly number[]): string => {
  const lanes = operations.map((index) => ({ op: history[index]!, label: labelOf(history, index) }));
  lanes.sort((a, b) => a.op.call - b.op.call);
  const times = [...new Set(lanes.flatMap(({ op }) => (op.return === null ? [op.call] : [op.call, op.return])))].sort(
    (a, b) => a - b,
  );
  const labelWidth = Math.min(Math.max(0, ...lanes.map(({ label }) => label.length)), 64);
  const width = columnCount - labelWidth - 2;
  const columnOf = (time: number): number =>
    Math.round((times.indexOf(time) * (width - 2)) / Math.max(1, times.length - 1));
  const lines = lanes.map(({ op, label }) => {
    const from = columnOf(op.call);
    const to = op.return === null ? width - 1 : Math.max(columnOf(op.return), from + 1);
    const bar = `|${'-'.repeat(to - from - 1)}${op.return === null ? '>' : '|'}`;
    return `${fit(label, labelWidth)}  ${' '.repeat(from)}${bar}`.trimEnd();
  });
  return lines.join('\n');
};

const labelOf = (history: LogHistory, index: number): string => {
  const op = history[index]!;
  const out = outcomeOf(op);
  const value = 'outVal' in op && op.outVal !== undefined ? ` ${JSON.stringify(op.outVal)}` : '';
  const answer = op.op === 'tail' && op.outPos !== undefined ? String(op.outPos) : `${out ?? '?'}${value}`;
  return `client ${op.client}: ${describe(history, index)} -> ${answer} [${op.call}, ${op.return ?? 'never'}]`;
};

const fit = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
