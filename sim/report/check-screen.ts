/**
 * The screen of one judged history: the verdict in a sentence, why, the few operations that show it as a timeline and as lines of the file,
 * how much there was to judge, and what was not.
 */
import type { HistoryReport } from '../check/judge/history-report.ts';
import { printable } from '../check/timeline.ts';
import type { Style } from './style.ts';
import { counted } from './units.ts';

export interface ShownHistory {
  readonly name: string;
  readonly report: Omit<HistoryReport, 'witness'>;
  /** Where the operations of the verdict are in the file. */
  readonly lines: readonly string[];
  /** The path of the certificate, if there is one. */
  readonly certificate: string | null;
}

export function checkScreen({ name, report, lines, certificate }: ShownHistory, style: Style): readonly string[] {
  const { verdict, chain, timeline, size, against, counts, notChecked } = report;
  const screen = [`${markOf(verdict, style)} ${style.strong(printable(name))}: ${verdictOf(report)}`];
  for (const { point, reason } of chain) screen.push(`    ${printable(point)}: ${reason}`);
  if (timeline.length > 0) screen.push('', ...timeline, '');
  if (lines.length > 0) screen.push(`  Where: ${lines.join(', ')}`);
  const judged = [
    counted(size, 'operation'),
    ...counts.map(({ count, noun, rest }) => `${counted(count, noun)}${rest}`),
  ];
  screen.push(`  Judged as ${against}: ${judged.join(', ')}.`);
  for (const sentence of notChecked) screen.push(`  Not judged: ${sentence}`);
  if (certificate !== null) screen.push(`  Certificate: ${certificate}`);
  return screen;
}

/** `illegal (W3): read #7 found …`. Some rules begin their sentence themselves. */
function verdictOf({ verdict, rule, message }: ShownHistory['report']): string {
  if (rule === null) return `${verdict}: ${printable(message)}`;
  const sentence = message.startsWith(`${rule}: `) ? message.slice(rule.length + 2) : message;
  return `${verdict} (${rule}): ${printable(sentence)}`;
}

function markOf(verdict: HistoryReport['verdict'], style: Style): string {
  if (verdict === 'ok') return style.good('✓');
  return verdict === 'illegal' ? style.bad('✗') : style.warning('?');
}
