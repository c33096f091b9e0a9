/**
 * Small random histories: a run of a toy log with real tokens, failovers, fills and trims, recorded as clients would,
 * then most of them spoilt in one or two places. A seed gives the same history everywhere.
 */
import type { LogHistory } from '../../../../sim/model/history.ts';
import { Dice } from '../../../support/dice.ts';
import { type Loose, loseAnswer, retry, spoil } from './spoil.ts';

/** What happens at one instant of the run. */
interface Instant {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

type Kind = 'append' | 'read' | 'tail' | 'fill' | 'trim' | 'trimCell';

/** Each history draws from one of these: rules meet each other more often where fewer kinds are mixed. */
const mixes: readonly (readonly Kind[])[] = [
  ['append', 'append', 'append', 'read', 'read', 'read', 'tail', 'fill', 'trim', 'trimCell'],
  ['append', 'append', 'read'],
  ['append', 'append', 'tail', 'tail', 'read'],
  ['append', 'append', 'fill', 'read', 'tail'],
  ['append', 'read', 'read', 'trim', 'trimCell'],
  ['append', 'append', 'fill', 'fill', 'trim'],
];

export const randomHistory = (seed: number, hasRetries: boolean): LogHistory => {
  const dice = new Dice(seed);
  const count = 3 + dice.below(6);
  const mix = dice.pick(mixes);
  const width = 1 + dice.below(4);
  const span = 6 + dice.below(3 * count);
  const content = new Map<number, number | string>();
  const trimmed = new Set<number>();
  let [next, epoch, hiddenBelow] = [0, 1, 0];
  const instants: Instant[] = [];
  const isTrimmed = (p: number): boolean => p < hiddenBelow || trimmed.has(p);
  const records = Array.from({ length: count }, (_, index) => newRecord(index));
  if (dice.chance(25)) {
    const act = (): void => {
      epoch += 1;
      next = Math.max(0, ...[...content.keys(), ...trimmed].map((p) => p + 1), hiddenBelow);
    };
    instants.push({ at: dice.below(span), order: dice.below(1000), act });
  }
  instants.sort((a, b) => a.at - b.at || a.order - b.order);
  for (const { act } of instants) act();
  const history: Loose[] = records;
  for (const record of history) if (dice.chance(12)) loseAnswer(record);
  if (hasRetries) retry(dice, history);
  if (dice.chance(70)) for (let times = 1 + dice.below(2); times > 0; times--) spoil(dice, history, span);
  return history as unknown as LogHistory;

  function newRecord(index: number): Loose {
    const call = dice.below(span);
    const end = call + dice.below(dice.pick([3, 10, span]));
    const op = dice.pick(mix);
    const record: Loose = { client: index, op, call, return: end, out: null };
    const moments = Array.from({ length: 3 }, () => call + dice.below(end - call + 1)).sort((a, b) => a - b);
    const when = (moment: number, act: () => void): void => {
      instants.push({ at: moments[moment]!, order: dice.below(1000), act });
    };
    if (op !== 'append' && op !== 'tail') record['pos'] = dice.below(width);
    const p = record['pos'] as number;
    if (op === 'append') {
      record['arg'] = dice.chance(50) ? index : `v${index}`;
      let token = -1;
      when(0, () => {
        token = next;
        next += dice.chance(15) ? 2 : 1;
      });
      const write = (): void => {
        if (token === -1) return void (record.out = 'unknown');
        if (!content.has(token) && !isTrimmed(token) && dice.chance(15)) {
          content.set(token, 'junk');
          token = next++;
        }
        if (isTrimmed(token) || content.has(token))
          return void (record.out = dice.pick(['unknown', 'failed', 'sealed']));
        content.set(token, record['arg'] as string | number);
        record.out = 'ok';
        record['outPos'] = token;
      };
      when(2, write);
    } else if (op === 'read' || op === 'fill') {
      when(1, () => {
        if (op === 'fill' && p >= next) return void (record.out = 'unwritten');
        if (op === 'fill' && !isTrimmed(p) && !content.has(p)) content.set(p, 'junk');
        const found = content.get(p);
        record.out = isTrimmed(p) ? 'trimmed' : found === undefined ? 'unwritten' : found === 'junk' ? 'junk' : 'data';
        if (record.out === 'data' && (op === 'read' || dice.chance(50))) record['outVal'] = found;
      });
    } else if (op === 'tail') {
      when(1, () => {
        record.out = 'open';
        record['outPos'] = next;
        if (dice.chance(80)) record['epoch'] = epoch;
      });
    } else {
      when(1, () => {
        if (op === 'trimCell') trimmed.add(p);
        else for (let q = 0; q < p; q++) if (dice.chance(50)) trimmed.add(q);
      });
      when(2, () => {
        record.out = 'ok';
        if (op === 'trim') hiddenBelow = Math.max(hiddenBelow, p);
      });
    }
    return record;
  }
};
