/**
 * Small random histories: a run of a toy, recorded as clients would, of which some lost their answers and most histories were spoilt in
 * one or two places. A seed gives the same history everywhere.
 */
import type { AnyOperation } from '../../../../sim/check/objects/model.ts';
import { Dice } from '../../../support/dice.ts';
import type { Toy } from './toys.ts';

interface Loose {
  client: number;
  input: unknown;
  call: number;
  outcome: 'ok' | 'fail' | 'info';
  output?: unknown;
  return?: number;
}

export interface HistoryShape {
  readonly count: number;
  /** In hundredths. */
  readonly pending: number;
  /** How many operations are open at a time, or so. */
  readonly concurrency: number;
  /** How many operations are spoilt. */
  readonly spoilt: number;
}

export function randomHistory(toy: Toy, seed: number): readonly AnyOperation[] {
  const dice = new Dice(seed);
  return historyOf(toy, dice, {
    count: 3 + dice.below(6),
    pending: dice.pick(toy.isOftenLost === true ? [20, 40, 60] : [0, 15, 30]),
    concurrency: 1 + dice.below(4),
    spoilt: dice.chance(75) ? 1 + dice.below(2) : 0,
  });
}

export function historyOf(
  toy: Toy,
  dice: Dice,
  { count, pending, concurrency, spoilt }: HistoryShape,
): readonly AnyOperation[] {
  const span = Math.ceil((2 * count) / concurrency);
  const records: Loose[] = [];
  const moments: { at: number; record: Loose }[] = [];
  for (let client = 0; client < count; client += 1) {
    const call = dice.below(span);
    const record: Loose = { client, input: toy.draw(dice, client), call, outcome: 'ok' };
    record.return = call + dice.below(dice.pick([2, 4, 4, 8]));
    moments.push({ at: call + dice.below(1000 * (record.return - call + 1)) / 1000, record });
    records.push(record);
  }
  let state = toy.initial;
  moments.sort((a, b) => a.at - b.at);
  for (const { record } of moments) {
    if (dice.chance(4)) {
      record.outcome = 'fail';
      continue;
    }
    const isLost = dice.chance(pending);
    if (isLost) {
      record.outcome = 'info';
      delete record.return;
      // One in two was never executed, or not yet.
      if (dice.chance(50)) continue;
    }
    const [output, after] = toy.answer(state, record.input);
    state = after;
    if (!isLost) record.output = output;
  }
  for (let times = spoilt; times > 0; times -= 1) spoil(toy, dice, dice.pick(records), span);
  return (dice.chance(50) ? records : records.sort((a, b) => a.call - b.call)) as readonly AnyOperation[];
}

/** Changes one thing that a client recorded. */
function spoil(toy: Toy, dice: Dice, record: Loose, span: number): void {
  if (record.outcome === 'ok' && dice.chance(60)) {
    record.output = toy.wrong(dice, record.input);
    return;
  }
  const moved = dice.below(span) - record.call;
  record.call += moved;
  if (record.return !== undefined) record.return += dice.chance(50) ? moved : Math.max(0, moved);
  if (record.return !== undefined) record.return = Math.max(record.call, record.return);
}
