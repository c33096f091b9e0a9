/** For each rule of the search, a history that is easy with it and hard without. */
import type { AnyOperation, Model } from '../../../../sim/check/objects/model.ts';
import { counter } from '../../../../sim/check/objects/models/counter.ts';
import { register } from '../../../../sim/check/objects/models/register.ts';
import type { SearchRule } from '../../../../sim/check/objects/search/rules.ts';
import { Dice } from '../../../support/dice.ts';
import { historyOf } from './random-history.ts';
import { type Toy, toys, withoutContainer } from './toys.ts';

export interface RuleCase {
  readonly rule: SearchRule;
  readonly title: string;
  readonly model: Model<unknown, AnyOperation>;
  readonly history: readonly AnyOperation[];
  readonly isLegal: boolean;
  /** Enough to decide it with the rule, and too little without. */
  readonly configurationsMax: number;
}

const completed = (input: unknown, output: unknown, call: number, end: number): AnyOperation => ({
  client: 0,
  input,
  call,
  outcome: 'ok',
  output,
  return: end,
});
const write = (value: number, call: number, end: number): AnyOperation =>
  completed({ op: 'write', value }, undefined, call, end);
const read = (value: number, call: number, end: number): AnyOperation => completed({ op: 'read' }, value, call, end);
const add = (amount: number, call: number, end: number): AnyOperation =>
  completed({ op: 'add', amount }, undefined, call, end);
const lostWrite = (value: number): AnyOperation => ({
  client: 0,
  input: { op: 'write', value },
  call: 0,
  outcome: 'info',
});
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const queueToy = toys.find(({ name }) => name === 'queue')!;
const stackToy = toys.find(({ name }) => name === 'stack')!;
const ofContainer = (toy: Toy, seed: number, spoilt: number): readonly AnyOperation[] =>
  historyOf(toy, new Dice(seed), { count: 60, pending: 5 * (seed % 5), concurrency: 5, spoilt });

/** A counter that does not say what is added, and so sees no sum before it comes. */
export function shortSightedCounter(): Model<unknown, AnyOperation> {
  const model = counter() as Model<unknown, AnyOperation>;
  const foresight = { ...model.foresight! };
  delete foresight.adds;
  return { ...model, foresight };
}

export const ruleCases: readonly RuleCase[] = [
  {
    rule: 'necessary',
    title: 'a value that nobody wrote, after many writes at once',
    model: register(0),
    history: [...upTo(14).map((value) => write(value, 0, 9)), read(77, 0, 9)],
    isLegal: false,
    configurationsMax: 0,
  },
  {
    rule: 'necessary',
    title: 'a sum that lacks what must have been added',
    model: counter(),
    history: [...upTo(30).map((amount) => add(amount, 0, 9)), read(464, 10, 11)],
    isLegal: false,
    configurationsMax: 0,
  },
  {
    rule: 'deadEnds',
    title: 'sums that only a few of many additions come to',
    model: counter(),
    history: [...upTo(30).map((amount) => add(amount, 0, 9)), read(100, 1, 2), read(464, 3, 4), read(465, 10, 11)],
    isLegal: true,
    configurationsMax: 500,
  },
  {
    rule: 'deadEnds',
    title: 'a value that was overwritten long ago, in whichever order',
    model: register(0),
    history: [
      ...upTo(60).map((value) => write(value, Math.floor(value / 6) * 10, Math.floor(value / 6) * 10 + 5)),
      read(3, 200, 201),
    ],
    isLegal: false,
    configurationsMax: 100,
  },
  {
    rule: 'memory',
    title: 'many sums on the way to one',
    model: shortSightedCounter(),
    history: [
      ...upTo(12).map((amount) => completed({ op: 'add', amount }, undefined, 0, 9)),
      completed({ op: 'read' }, 79, 10, 11),
    ],
    isLegal: false,
    configurationsMax: 10_000,
  },
  {
    rule: 'eagerReads',
    title: 'many different things that change nothing',
    model: register(0),
    history: [
      ...upTo(14).map((value) => completed({ op: 'cas', from: value, to: 1 }, false, 0, 9)),
      completed({ op: 'cas', from: 0, to: 1 }, false, 0, 9),
    ],
    isLegal: false,
    configurationsMax: 10,
  },
  {
    rule: 'symmetry',
    title: 'many additions of the same amount',
    model: shortSightedCounter(),
    history: [
      ...upTo(14).map(() => completed({ op: 'add', amount: 1 }, undefined, 0, 9)),
      completed({ op: 'read' }, 15, 10, 11),
    ],
    isLegal: false,
    configurationsMax: 100,
  },
  {
    rule: 'symmetry',
    title: 'many lost additions of the same amount',
    model: shortSightedCounter(),
    history: [
      ...upTo(14).map((): AnyOperation => ({ client: 0, input: { op: 'add', amount: 1 }, call: 0, outcome: 'info' })),
      completed({ op: 'read' }, 15, 10, 11),
    ],
    isLegal: false,
    configurationsMax: 100,
  },
  {
    rule: 'latePending',
    title: 'lost writes that nobody saw',
    model: register(0),
    history: [
      ...upTo(12).map((value) => lostWrite(100 + value)),
      ...upTo(12).map((value) => write(value, 10 * value, 10 * value + 5)),
      completed({ op: 'cas', from: 12, to: 1 }, false, 200, 201),
      completed({ op: 'cas', from: 12, to: 12 }, true, 202, 203),
      read(12, 204, 205),
    ],
    isLegal: false,
    configurationsMax: 1000,
  },
  {
    rule: 'twoOrders',
    title: 'a queue in which the first to return was not the first to take effect',
    model: withoutContainer(queueToy.model),
    history: historyOf(queueToy, new Dice(2), { count: 30, pending: 0, concurrency: 12, spoilt: 0 }),
    isLegal: true,
    configurationsMax: 5000,
  },
  {
    rule: 'removals',
    title: 'a queue of values that repeat, enqueued at once in an order that shows only much later',
    model: queueToy.model,
    history: ofContainer(queueToy, 106, 0),
    isLegal: true,
    configurationsMax: 500,
  },
  {
    rule: 'memory',
    title: 'a queue in which the same values come out in many ways',
    model: queueToy.model,
    history: ofContainer(queueToy, 106, 0),
    isLegal: true,
    configurationsMax: 500,
  },
  {
    rule: 'memory',
    title: 'a stack into which less still fits after one order of the same pops than after another',
    model: stackToy.model,
    history: historyOf(stackToy, new Dice(311), { count: 80, pending: 5, concurrency: 5, spoilt: 1 }),
    isLegal: false,
    configurationsMax: 6400,
  },
  {
    rule: 'symmetry',
    title: 'a queue into which the same values went in many ways',
    model: queueToy.model,
    history: ofContainer(queueToy, 106, 0),
    isLegal: true,
    configurationsMax: 500,
  },
  {
    rule: 'symmetry',
    title: 'a stack with many copies of a value',
    model: stackToy.model,
    history: ofContainer(stackToy, 22, 0),
    isLegal: true,
    configurationsMax: 130,
  },
  {
    rule: 'shortage',
    title: 'a stack that was found empty, though what went in cannot all have come out',
    model: stackToy.model,
    history: ofContainer(stackToy, 35, 1),
    isLegal: false,
    configurationsMax: 10,
  },
];
