/**
 * Small random histories of an object: every operation happens at an instant of its interval, on the sequential model itself, and is
 * recorded as its client would; then some lose their answer, some fail, and most histories are spoilt in one or two places.
 */
import type { AnyOperation, Applied, Model } from '../../../../../sim/check/objects/model.ts';
import { illegal } from '../../../../../sim/check/objects/model.ts';
import { Dice } from '../../../../support/dice.ts';

/** What the histories of an object are made of. */
export interface Vocabulary<State, Op extends AnyOperation> {
  readonly model: Model<State, Op>;
  /** An input; `fresh` is a value that no other operation of this history brings. */
  input(dice: Dice, fresh: number, operations: number): Op['input'];
  /** What the object answers to the input in this state. */
  answer(state: State, input: Op['input'], dice: Dice): unknown;
  /** A wrong answer for the input. */
  lie(dice: Dice, input: Op['input'], operations: number): unknown;
}

interface Loose {
  client: number;
  input: unknown;
  call: number;
  outcome: 'ok' | 'fail' | 'info';
  output?: unknown;
  return?: number;
}

export const randomHistory = <State, Op extends AnyOperation>(
  vocabulary: Vocabulary<State, Op>,
  seed: number,
): readonly Op[] => {
  const { model } = vocabulary;
  const dice = new Dice(seed);
  const count = 2 + dice.below(7);
  const span = 4 + dice.below(3 * count);
  const length = dice.pick([2, 6, span]);
  const records = Array.from({ length: count }, (_, client) => {
    const call = dice.below(span);
    const end = call + dice.below(length);
    const at = call + dice.below(end - call + 1);
    const input = vocabulary.input(dice, client, count);
    const record: Loose = { client, input, call, outcome: 'ok', return: end };
    return { at, order: dice.below(1000), record, happens: true };
  });
  for (const entry of records) {
    if (dice.chance(16)) {
      entry.record.outcome = 'info';
      delete entry.record.return;
      entry.at += dice.pick([0, 0, span]);
      entry.happens = dice.chance(60);
    } else if (dice.chance(4)) {
      entry.record.outcome = 'fail';
      entry.happens = false;
    }
  }
  let state = model.init();
  for (const { record, happens } of records.toSorted((a, b) => a.at - b.at || a.order - b.order)) {
    if (!happens) continue;
    const output = vocabulary.answer(state, record.input, dice);
    const next = model.step(state, { ...record, outcome: 'ok', output, return: 0 } as unknown as Applied<Op>);
    if (next === illegal) throw new Error('the vocabulary answers what its model does not');
    state = next;
    if (record.outcome === 'ok') record.output = output;
  }
  if (dice.chance(70)) {
    for (let times = 1 + dice.below(2); times > 0; times--) spoil(dice.pick(records).record);
  }
  return records.map(({ record }) => record as unknown as Op);

  function spoil(record: Loose): void {
    const kind = dice.below(3);
    if (kind === 0 || record.outcome !== 'ok') {
      record.call = dice.below(span);
      if (record.return !== undefined) record.return = record.call + dice.below(3);
    } else if (kind === 1) {
      record.output = vocabulary.lie(dice, record.input, count);
    } else {
      record.call += dice.below(4);
      record.return = Math.max(record.call, record.return!);
    }
  }
};
