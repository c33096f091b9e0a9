/**
 * The proof of a verdict as a file, for other programs to check. Operations are numbers from 0, in the order in which the history has them.
 *
 * Of a legal history the witness: an order in which a sequential object gives the same answers, and which respects real time; for a log the
 * single steps. Of an illegal one the operations that contradict each other alone.
 */
import type { FileHistory } from '../check/formats/history.ts';
import type { HistoryReport } from '../check/judge/history-report.ts';

export function certificate(
  history: FileHistory,
  report: Omit<HistoryReport, 'witness'>,
  witness: HistoryReport['witness'],
): string {
  const { verdict, against, rule, message, operations, chain } = report;
  const what = { format: 1, kind: history.kind, against, verdict };
  const head = history.subject === 'log' ? { ...what, ...history.terms } : what;
  if (verdict !== 'ok') return `${JSON.stringify({ ...head, rule, message, operations, chain }, null, 2)}\n`;
  // A witness is as long as the history: one step a line, and no text longer than one of them is built twice.
  const steps = (witness ?? []).map((step) => `    ${JSON.stringify(step)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "witness": [\n${steps}\n  ]\n}\n`;
}
