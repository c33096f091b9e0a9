/** Histories of transactions, held against one isolation level. */
import type { FileHistory } from '../formats/history.ts';
import type { RecordedTransaction } from '../formats/transactions.ts';
import { drawTimeline } from '../timeline.ts';
import { checkListAppend } from '../transactions/check-list-append.ts';
import { checkRwRegister } from '../transactions/check-rw-register.ts';
import type { Isolation } from '../transactions/isolation.ts';
import type { ListHistory, RegisterHistory } from '../transactions/transaction.ts';
import { type HistoryReport, reportOf } from './history-report.ts';
import { countEnds, laneOf, unaccounted } from './operation-ends.ts';

export const judgeTransactions = (
  { kind, operations }: Extract<FileHistory, { subject: 'transactions' }>,
  isolation: Isolation = 'strict-serializable',
): HistoryReport => {
  const verdict =
    kind === 'list-append'
      ? checkListAppend(operations as ListHistory, { isolation })
      : checkRwRegister(operations as RegisterHistory, { isolation });
  return reportOf({
    verdict,
    against: `${isolation} transactions over ${kind === 'list-append' ? 'lists' : 'registers'}`,
    legal: `These transactions are ${isolation}: there is an order that explains them.`,
    operations,
    counts: [
      { count: operations.filter(({ outcome }) => outcome === 'ok').length, noun: 'commit', rest: '' },
      { count: operations.reduce((sum, each) => sum + readsWithData(each), 0), noun: 'read', rest: ' with data' },
      ...countEnds(operations, verdict),
    ],
    notChecked: unaccounted(operations, verdict),
    timeline: (found) =>
      drawTimeline(found.map((index) => laneOf(operations[index]!, index, told(operations[index]!)))),
  });
};

const readsWithData = (transaction: RecordedTransaction): number => {
  if (transaction.outcome !== 'ok') return 0;
  return transaction.output.filter((each) => {
    if (each.f !== 'r') return false;
    return Array.isArray(each.value) ? each.value.length > 0 : each.value !== null;
  }).length;
};

/** `append "x" 1, r "x" -> [1]`. */
const told = (transaction: RecordedTransaction): string => {
  const { outcome } = transaction;
  const operations = outcome === 'ok' ? transaction.output : transaction.input;
  const text = operations.map(({ f, key, value }) => {
    const what = value === undefined ? '' : ` ${f === 'r' ? '-> ' : ''}${JSON.stringify(value)}`;
    return `${f} ${JSON.stringify(key)}${what}`;
  });
  return `${text.join(', ')}${outcome === 'ok' ? '' : ` (${outcome})`}`;
};
