/** Judges a history that was read from a file, whatever it is about. */
import type { FileHistory } from '../formats/history.ts';
import type { HistoryReport, JudgeOptions } from './history-report.ts';
import { judgeLog } from './judge-log.ts';
import { judgeObject } from './judge-object.ts';
import { judgeTransactions } from './judge-transactions.ts';

export const judgeHistory = (history: FileHistory, options: JudgeOptions): HistoryReport => {
  switch (history.subject) {
    case 'log':
      return judgeLog(history);
    case 'object':
      return judgeObject(history, options);
    case 'transactions':
      return judgeTransactions(history, options.isolation);
  }
};
