/** What makes the record of a run interesting: answers that were lost, retries, and answers that are wrong. */
import type { LogOperation } from '../../../../sim/model/history.ts';
import type { Dice } from '../../../support/dice.ts';

export type Loose = Record<string, unknown> & {
  op: LogOperation['op'];
  call: number;
  return: number | null;
  out: string | null;
};

/** Turns an append into another attempt at an earlier one, with the same value or under the same request. */
export const retry = (dice: Dice, history: readonly Loose[]): void => {
  const appends = history.filter((op) => op.op === 'append');
  if (appends.length < 2) return;
  const [first, second] = [dice.pick(appends), dice.pick(appends)];
  if (first === second) return;
  if (dice.chance(60)) {
    const value = second['arg'];
    second['arg'] = first['arg'];
    for (const op of history) if (op['outVal'] === value) op['outVal'] = first['arg'];
    if (dice.chance(70) && first.out === 'ok') loseAnswer(first);
  } else {
    first['request'] = second['request'] = 'same';
    if (dice.chance(70)) loseAnswer(second);
  }
};

export const loseAnswer = (record: Loose): void => {
  delete record['outPos'];
  delete record['outVal'];
  delete record['epoch'];
  if (record.call % 2 === 0 || record.op === 'read' || record.op === 'tail')
    Object.assign(record, { return: null, out: null });
  else record.out = record.op === 'fill' && record.call % 3 === 0 ? 'failed' : 'unknown';
};

/** Changes one thing that a client recorded. */
export const spoil = (dice: Dice, history: Loose[], span: number): void => {
  const record = dice.pick(history);
  const answered = record.return !== null && record.out !== null && record.out !== 'unknown';
  const kind = dice.below(4);
  if (kind === 0) {
    const call = dice.below(span);
    Object.assign(record, { call, return: record.return === null ? null : call + dice.below(5) });
  } else if (kind === 1 && record['outPos'] !== undefined) {
    record['outPos'] = dice.below(5);
  } else if (kind === 2 && answered && record.op === 'read') {
    const out = dice.pick(['data', 'unwritten', 'junk', 'trimmed']);
    delete record['outVal'];
    record.out = out;
    if (out === 'data') {
      const appends = history.filter((op) => op.op === 'append');
      record['outVal'] = dice.chance(5) || appends.length === 0 ? 'garbage' : dice.pick(appends)['arg'];
    }
  } else if (kind === 3 && answered && record.op === 'fill') {
    delete record['outVal'];
    record.out = dice.pick(['data', 'unwritten', 'junk', 'trimmed']);
  } else if ('pos' in record) {
    record['pos'] = dice.below(4);
  } else {
    record.call = Math.max(0, record.call - dice.below(6));
  }
};
