/** Histories of a log. Which of its promises they are held against is theirs to say. */
import type { FileHistory } from '../formats/history.ts';
import { checkLog } from '../log/check-log.ts';
import { timeline } from '../log/timeline.ts';
import type { LogCoverage } from '../log/verdict.ts';
import { type Count, type HistoryReport, about, reportOf } from './history-report.ts';

export const judgeLog = ({ operations, terms }: Extract<FileHistory, { subject: 'log' }>): HistoryReport => {
  const verdict = checkLog(operations, terms);
  const coverage = verdict.verdict === 'ok' ? verdict.coverage : null;
  const { spec, strength } = terms;
  const failed = operations.filter(({ return: end, out }) => end !== null && out === 'failed').length;
  const has = (op: string): boolean => operations.some((each) => each.op === op);
  return reportOf({
    verdict,
    against: `a log (${strength === 'serializable' ? `${spec}, serializable` : spec})`,
    legal: `One log (${spec}), taking one step at a time, can have given all of these answers.`,
    operations,
    counts: coverage === null ? [] : countsOf(coverage),
    notChecked: [
      ...about(coverage?.appendsUnseen ?? 0, 'append', ' got no answer, and nobody saw a value of theirs'),
      ...about(failed, 'operation', ' failed, which is taken to mean: without any effect'),
      ...(spec === 'cells' && has('tail') ? ['Tails, which the spec "cells" does not know.'] : []),
      ...(spec !== 'atomic' && has('seal') ? [`Seals, which the spec "${spec}" does not know.`] : []),
      ...(strength === 'serializable'
        ? ['How old tails were, and answers that a position is unwritten: they are called serializable.']
        : []),
      ...(spec === 'atomic' && terms.dense !== false ? [] : ['Gaps: positions that nobody took may be missing.']),
    ],
    timeline: (found) => timeline(operations, found),
  });
};

const countsOf = (coverage: LogCoverage): readonly Count[] => [
  { count: coverage.appendsAcknowledged, noun: 'append', rest: ' acknowledged' },
  { count: coverage.dataSeen, noun: 'sighting', rest: ' of data' },
  { count: coverage.unwrittenSeen, noun: 'sighting', rest: ' of nothing written' },
  { count: coverage.junkSeen, noun: 'sighting', rest: ' of junk' },
  { count: coverage.trimmedSeen, noun: 'sighting', rest: ' of a trim' },
  { count: coverage.tails, noun: 'tail', rest: '' },
  { count: coverage.appendsResolved, noun: 'append', rest: ' resolved without an answer' },
];
