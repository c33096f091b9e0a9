/** Judges a few operations by trying every order. */
import type { LogHistory } from '../../../model/history.ts';
import { atomicLog } from './atomic-log.ts';
import { corfuLog } from './corfu-log.ts';
import type { Reading } from './reading.ts';
import { hasLegalOrder } from './timed-search.ts';

export const isLegal = (history: LogHistory, reading: Reading): boolean => {
  if (reading.spec === 'atomic') return hasLegalOrder(history, atomicLog(history, reading), reading);
  const { history: all, machine } = corfuLog(history, reading);
  return hasLegalOrder(all, machine, reading);
};
