/**
 * Small random histories of an atomic log: a run with fills, trims and seals, some of which nobody heard of again, then
 * most of them spoilt in one or two places. A seed gives the same history everywhere.
 */
import type { LogHistory } from '../../../../sim/model/history.ts';
import { Dice } from '../../../support/dice.ts';
import { type Loose, loseAnswer, retry, spoil } from './spoil.ts';

type Kind = 'append' | 'read' | 'tail' | 'fill' | 'trim' | 'trimCell' | 'seal';

const mixes: readonly (readonly Kind[])[] = [
  ['append', 'append', 'append', 'read', 'read', 'read', 'tail', 'fill', 'trim', 'trimCell', 'seal'],
  ['append', 'append', 'read'],
  ['append', 'append', 'tail', 'tail', 'read'],
  ['append', 'append', 'fill', 'read', 'tail'],
  ['append', 'append', 'trim', 'read', 'read'],
  ['append', 'append', 'seal', 'tail', 'read'],
  ['append', 'append', 'seal', 'trim', 'tail', 'fill'],
];

export const randomAtomicHistory = (
  seed: number,
  { hasGaps, hasRetries }: { hasGaps: boolean; hasRetries: boolean },
): LogHistory => {
  const dice = new Dice(seed);
  const count = 3 + dice.below(6);
  const mix = dice.pick(mixes);
  const width = 1 + dice.below(4);
  const span = 6 + dice.below(3 * count);
  const entries: (string | number)[] = [];
  const trimmed = new Set<number>();
  let [hiddenBelow, isSealed] = [0, false];
  const instants: { at: number; order: number; act: () => void }[] = [];
  const history = Array.from({ length: count }, (_, index) => newRecord(index));
  instants.sort((a, b) => a.at - b.at || a.order - b.order);
  for (const { act } of instants) act();
  for (const record of history) if (dice.chance(15)) loseAnswer(record);
  if (hasRetries) retry(dice, history);
  if (dice.chance(60)) for (let times = 1 + dice.below(2); times > 0; times--) spoil(dice, history, span);
  return history as unknown as LogHistory;

  function newRecord(index: number): Loose {
    const call = dice.below(span);
    const end = call + dice.below(dice.pick([3, 10, span]));
    const op = dice.pick(mix);
    const record: Loose = { client: index, op, call, return: end, out: null };
    if (op !== 'append' && op !== 'tail' && op !== 'seal') record['pos'] = dice.below(width);
    if (op === 'append') record['arg'] = dice.chance(50) ? index : `v${index}`;
    const at = call + dice.below(end - call + 1);
    instants.push({ at, order: dice.below(1000), act: () => happen(record) });
    return record;
  }

  function happen(record: Loose): void {
    const p = record['pos'] as number;
    switch (record.op) {
      case 'append':
        if (isSealed) return void (record.out = 'sealed');
        if (dice.chance(5)) return void (record.out = dice.pick(['failed', 'unknown']));
        if (hasGaps && dice.chance(25)) entries.push('junk');
        record.out = 'ok';
        record['outPos'] = entries.length;
        return void entries.push(record['arg'] as string | number);
      case 'tail':
        record.out = isSealed ? 'sealed' : 'open';
        return void (record['outPos'] = entries.length);
      case 'seal':
        record.out = 'ok';
        return void (isSealed = true);
      case 'trim':
      case 'trimCell':
        if (p + (record.op === 'trim' ? 0 : 1) > entries.length) return void (record.out = 'failed');
        record.out = 'ok';
        if (record.op === 'trim') hiddenBelow = Math.max(hiddenBelow, p);
        else trimmed.add(p);
        return;
      default:
        if (record.op === 'fill' && p === entries.length && !isSealed && dice.chance(70)) entries.push('junk');
        return look(record, p);
    }
  }

  function look(record: Loose, p: number): void {
    const found = entries[p];
    if (p < hiddenBelow || trimmed.has(p)) record.out = 'trimmed';
    else if (found === undefined) record.out = 'unwritten';
    else if (found === 'junk') record.out = 'junk';
    else {
      record.out = 'data';
      if (record.op === 'read' || dice.chance(50)) record['outVal'] = found;
    }
  }
};
