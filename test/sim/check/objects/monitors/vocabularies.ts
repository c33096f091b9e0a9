/** The words of the objects that have a monitor. */
import { type QueueOperation, queue } from '../../../../../sim/check/objects/models/queue.ts';
import type { Value } from '../../../../../sim/check/objects/models/value.ts';
import type { Dice } from './dice.ts';
import type { Vocabulary } from './random-history.ts';

/** What a removal might have found: a value, often one that exists, or nothing. */
const anyElement = (dice: Dice, operations: number): number | undefined =>
  dice.chance(25) ? undefined : dice.below(operations + (dice.chance(10) ? 1 : 0));

export const queueVocabulary: Vocabulary<readonly Value[], QueueOperation> = {
  model: queue(),
  input: (dice, fresh) => (dice.chance(50) ? { op: 'enqueue', value: fresh } : { op: 'dequeue' }),
  answer: (state, input) => (input.op === 'enqueue' ? undefined : state[0]),
  lie: (dice, input, operations) => (input.op === 'enqueue' ? undefined : anyElement(dice, operations)),
};
