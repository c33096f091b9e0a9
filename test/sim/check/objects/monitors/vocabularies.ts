/** The words of the objects that have a monitor. */
import { keyValue } from '../../../../../sim/check/objects/models/key-value.ts';
import type { KeyValueOperation } from '../../../../../sim/check/objects/operations/key-value.ts';
import { queue } from '../../../../../sim/check/objects/models/queue.ts';
import type { QueueOperation } from '../../../../../sim/check/objects/operations/queue.ts';
import { stack } from '../../../../../sim/check/objects/models/stack.ts';
import type { StackOperation } from '../../../../../sim/check/objects/operations/stack.ts';
import { priorityQueue } from '../../../../../sim/check/objects/models/priority-queue.ts';
import type { PriorityQueueOperation } from '../../../../../sim/check/objects/operations/priority-queue.ts';
import { register } from '../../../../../sim/check/objects/models/register.ts';
import type { RegisterOperation } from '../../../../../sim/check/objects/operations/register.ts';
import { set } from '../../../../../sim/check/objects/models/set.ts';
import type { SetOperation } from '../../../../../sim/check/objects/operations/set.ts';
import type { Value } from '../../../../../sim/check/objects/operations/value.ts';
import type { Dice } from '../../../../support/dice.ts';
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

export const stackVocabulary: Vocabulary<readonly Value[], StackOperation> = {
  model: stack(),
  input: (dice, fresh) => (dice.chance(50) ? { op: 'push', value: fresh } : { op: 'pop' }),
  answer: (state, input) => (input.op === 'push' ? undefined : state.at(-1)),
  lie: (dice, input, operations) => (input.op === 'push' ? undefined : anyElement(dice, operations)),
};

export const priorityQueueVocabulary: Vocabulary<readonly number[], PriorityQueueOperation> = {
  model: priorityQueue(),
  input: (dice, fresh) => (dice.chance(50) ? { op: 'insert', value: scattered(fresh) } : { op: 'deleteMin' }),
  answer: (state, input) => (input.op === 'insert' ? undefined : state[0]),
  lie: (dice, input, operations) => {
    const element = input.op === 'insert' ? undefined : anyElement(dice, operations);
    return element === undefined ? undefined : scattered(element);
  },
};

/** Priorities that do not ascend with the operations. */
const scattered = (element: number): number => (element * 5) % 11;

const writesOnly = (dice: Dice, fresh: number): RegisterOperation['input'] =>
  dice.chance(50) ? { op: 'write', value: fresh } : { op: 'read' };

const registerAnswer = (state: Value, input: RegisterOperation['input']): unknown => {
  if (input.op === 'read') return state;
  return input.op === 'cas' ? state === input.from : undefined;
};

export const registerVocabulary: Vocabulary<Value, RegisterOperation> = {
  model: register(),
  input: writesOnly,
  answer: registerAnswer,
  lie: (dice, input, operations) =>
    input.op === 'read' ? (dice.chance(15) ? '' : dice.below(operations + (dice.chance(10) ? 1 : 0))) : undefined,
};

export const casVocabulary: Vocabulary<Value, RegisterOperation> = {
  ...registerVocabulary,
  input(dice, fresh, operations) {
    if (dice.chance(50)) return writesOnly(dice, fresh);
    return { op: 'cas', from: dice.chance(20) ? '' : dice.below(operations), to: fresh };
  },
  lie: (dice, input, operations) =>
    input.op === 'cas' ? dice.chance(50) : registerVocabulary.lie(dice, input, operations),
};

export const setVocabulary: Vocabulary<ReadonlySet<Value>, SetOperation> = {
  model: set(),
  input(dice, fresh, operations) {
    if (dice.chance(fresh < 3 ? 60 : 20)) return { op: 'add', value: fresh };
    // Few elements that many operations are about tell more than many that nobody meets again.
    const value = dice.below(Math.min(operations, 4));
    return dice.chance(35) ? { op: 'remove', value } : { op: 'contains', value };
  },
  answer(state, input, dice) {
    if (input.op === 'read') return [...state];
    if (input.op !== 'contains' && dice.chance(20)) return undefined;
    return state.has(input.value) === (input.op !== 'add');
  },
  lie: (dice, input) => (input.op !== 'contains' && dice.chance(20) ? undefined : dice.chance(50)),
};

/** Puts are rare, so that many gets see several appends; one-letter values never start with one another. */
export const keyValueVocabulary: Vocabulary<string, KeyValueOperation> = {
  model: keyValue(),
  input(dice, fresh) {
    const value = String.fromCodePoint(97 + fresh);
    if (dice.chance(50)) return { op: 'get', key: 'k' };
    return { op: dice.chance(25) ? 'put' : 'append', key: 'k', value };
  },
  answer: (state, input) => (input.op === 'get' ? state : undefined),
  lie(dice, input, operations) {
    if (input.op !== 'get') return undefined;
    const letters = Array.from({ length: dice.below(4) }, () => 97 + dice.below(operations));
    return String.fromCodePoint(...letters);
  },
};
