/**
 * Objects once more, each in a few lines and none of them after the model of the same name: they answer calls, and are what random
 * histories are recorded from and what the brute force judges by. A state is plain data and is never changed.
 */
import { type AnyOperation, type Model, illegal } from '../../../../sim/check/objects/model.ts';
import { counter } from '../../../../sim/check/objects/models/counter.ts';
import { keyValue } from '../../../../sim/check/objects/models/key-value.ts';
import { list } from '../../../../sim/check/objects/models/list.ts';
import { map } from '../../../../sim/check/objects/models/map.ts';
import { priorityQueue } from '../../../../sim/check/objects/models/priority-queue.ts';
import { queue } from '../../../../sim/check/objects/models/queue.ts';
import { register } from '../../../../sim/check/objects/models/register.ts';
import { set } from '../../../../sim/check/objects/models/set.ts';
import { stack } from '../../../../sim/check/objects/models/stack.ts';
import type { Operation } from '../../../../sim/check/operation.ts';
import type { Dice } from '../../../support/dice.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a toy knows the shape of its own inputs
type Input = any;
type State = readonly unknown[];

export interface Toy {
  readonly name: string;
  readonly model: Model<unknown, AnyOperation>;
  readonly initial: State;
  /** The order of elements that are read is nobody's business. */
  readonly isUnordered?: true;
  readonly draw: (dice: Dice, serial: number) => Input;
  readonly answer: (state: State, input: Input) => readonly [output: unknown, after: State];
  /** Many of its operations get no answer. */
  readonly isOftenLost?: true;
  /** Another answer that a client could record. */
  readonly wrong: (dice: Dice, input: Input) => unknown;
}

const few = (dice: Dice): number => 1 + dice.below(3);
const someOf = (dice: Dice): number[] => [1, 2, 3].filter(() => dice.chance(50));
const sum = (state: State): number => state[0] as number;

const repeating: readonly Toy[] = [
  {
    name: 'register',
    model: register(0),
    initial: [0],
    draw: (dice) =>
      dice.pick([{ op: 'read' }, { op: 'write', value: few(dice) }, { op: 'cas', from: dice.below(4), to: few(dice) }]),
    answer: (state, input) => {
      if (input.op === 'read') return [state[0], state];
      if (input.op === 'write') return [undefined, [input.value]];
      return state[0] === input.from ? [true, [input.to]] : [false, state];
    },
    wrong: (dice, input) => (input.op === 'read' ? dice.below(4) : input.op === 'cas' ? dice.chance(50) : undefined),
  },
  {
    name: 'key-value',
    model: keyValue(),
    initial: ['', ''],
    draw: (dice) => {
      const key = dice.pick(['a', 'a', 'a', 'b']);
      const value = dice.pick(['x', 'y']);
      return dice.pick([
        { op: 'get', key },
        { op: 'put', key, value },
        { op: 'append', key, value },
      ]);
    },
    answer: (state, input) => {
      const at = input.key === 'a' ? 0 : 1;
      if (input.op === 'get') return [state[at], state];
      return [undefined, state.with(at, input.op === 'put' ? input.value : String(state[at]) + input.value)];
    },
    wrong: (dice, input) => (input.op === 'get' ? dice.pick(['', 'x', 'y', 'xy', 'yx', 'xx']) : undefined),
  },
  {
    name: 'counter',
    model: counter(),
    initial: [0],
    draw: (dice) =>
      dice.pick([{ op: 'read' }, { op: 'add', amount: dice.below(3) - 1 }, { op: 'addAndGet', amount: few(dice) }]),
    answer: (state, input) => {
      if (input.op === 'read') return [sum(state), state];
      const after = sum(state) + input.amount;
      return [input.op === 'add' ? undefined : after, [after]];
    },
    wrong: (dice, input) => (input.op === 'add' ? undefined : dice.below(5)),
  },
  {
    name: 'set',
    model: set(),
    initial: [],
    isUnordered: true,
    draw: (dice) => {
      const value = few(dice);
      return dice.pick([{ op: 'add', value }, { op: 'remove', value }, { op: 'contains', value }, { op: 'read' }]);
    },
    answer: (state, input) => {
      if (input.op === 'read') return [state.toReversed(), state];
      const found = state.includes(input.value);
      if (input.op === 'add') return [!found, found ? state : [...state, input.value]];
      return [found, input.op === 'remove' ? state.filter((value) => value !== input.value) : state];
    },
    wrong: (dice, input) => {
      if (input.op === 'read') return someOf(dice);
      return input.op === 'contains' ? dice.chance(50) : dice.pick([true, false, undefined]);
    },
  },
  {
    name: 'queue',
    model: queue(),
    initial: [],
    draw: (dice) => (dice.chance(50) ? { op: 'enqueue', value: few(dice) } : { op: 'dequeue' }),
    answer: (state, input) =>
      input.op === 'enqueue' ? [undefined, [...state, input.value]] : [state[0], state.slice(1)],
    wrong: (dice, input) => (input.op === 'enqueue' ? undefined : dice.pick([undefined, 1, 2, 3])),
  },
  {
    name: 'stack',
    model: stack(),
    initial: [],
    draw: (dice) => (dice.chance(50) ? { op: 'push', value: few(dice) } : { op: 'pop' }),
    answer: (state, input) => (input.op === 'push' ? [undefined, [input.value, ...state]] : [state[0], state.slice(1)]),
    wrong: (dice, input) => (input.op === 'push' ? undefined : dice.pick([undefined, 1, 2, 3])),
  },
  {
    name: 'priority queue',
    model: priorityQueue(),
    initial: [],
    draw: (dice) => (dice.chance(50) ? { op: 'insert', value: few(dice) } : { op: 'deleteMin' }),
    answer: (state, input) => {
      if (input.op === 'insert') return [undefined, [...state, input.value]];
      if (state.length === 0) return [undefined, state];
      const least = Math.min(...(state as number[]));
      return [least, state.toSpliced(state.indexOf(least), 1)];
    },
    wrong: (dice, input) => (input.op === 'insert' ? undefined : dice.pick([undefined, 1, 2, 3])),
  },
  {
    name: 'list',
    model: list(),
    initial: [],
    draw: (dice) =>
      dice.pick([
        { op: 'append', value: few(dice) },
        { op: 'append', value: few(dice) },
        { op: 'prepend', value: few(dice) },
        { op: 'read' },
        { op: 'read' },
      ]),
    answer: (state, input) => {
      if (input.op === 'read') return [state, state];
      return [undefined, input.op === 'append' ? [...state, input.value] : [input.value, ...state]];
    },
    wrong: (dice, input) => (input.op === 'read' ? someOf(dice) : undefined),
  },
  {
    name: 'map',
    model: map(),
    initial: [],
    draw: (dice) => {
      const name = dice.pick(['a', 'b']);
      return dice.pick([
        { op: 'put', name, value: few(dice) },
        { op: 'put', name, value: few(dice) },
        { op: 'get', name },
        { op: 'remove', name },
        { op: 'size' },
        { op: 'scan' },
      ]);
    },
    answer: (state, input) => {
      const entries = state as readonly (readonly [string, unknown])[];
      const found = entries.find(([name]) => name === input.name);
      const others = entries.filter(([name]) => name !== input.name);
      switch (input.op) {
        case 'put':
          return [undefined, [[input.name, input.value], ...others].sort((a, b) => (a[0] < b[0] ? -1 : 1))];
        case 'get':
          return [found?.[1], state];
        case 'remove':
          return [found !== undefined, others];
        case 'size':
          return [state.length, state];
        default:
          return [state, state];
      }
    },
    wrong: (dice, input) => {
      switch (input.op) {
        case 'put':
          return undefined;
        case 'get':
          return dice.pick([undefined, 1, 2, 3]);
        case 'remove':
          return dice.pick([true, false, undefined]);
        case 'size':
          return dice.below(3);
        default:
          return ['a', 'b'].filter(() => dice.chance(50)).map((name) => [name, few(dice)]);
      }
    },
  },
  {
    name: "a user's model without hints",
    model: turnstile(),
    initial: [0, 0],
    draw: (dice) => dice.pick(['coin', 'push', 'count']),
    answer: ([coins, passed], input) => {
      if (input === 'count') return [passed, [coins, passed]];
      if (input === 'coin') return [undefined, [1, passed]];
      return coins === 1 ? [true, [0, (passed as number) + 1]] : [false, [0, passed]];
    },
    wrong: (dice, input) => (input === 'count' ? dice.below(3) : input === 'push' ? dice.chance(50) : undefined),
  },
];

/** The same with every value brought only once, which is what monitors are for. */
function ofUniqueValues(toy: Toy): Toy {
  const draw: Toy['draw'] = (dice, serial) => {
    const input = toy.draw(dice, serial);
    if (input.value === undefined) return input;
    return { ...input, value: typeof input.value === 'string' ? `${serial};` : serial + 1 };
  };
  const wrong: Toy['wrong'] = (dice, input) => {
    const output = toy.wrong(dice, input);
    if (typeof output === 'string') return dice.pick(['', '0;', '1;', '0;1;', '1;0;', '1;2;']);
    return typeof output === 'number' ? 1 + dice.below(8) : output;
  };
  return { ...toy, name: `${toy.name} of unique values`, draw, wrong };
}

/** Whether there is a search of its own for it or not, a model can be searched like any other. */
export function withoutContainer(model: Model<unknown, AnyOperation>): Model<unknown, AnyOperation> {
  const searched = { ...model };
  delete searched.container;
  return searched;
}

const containers = repeating.filter(({ model }) => model.container !== undefined);

const monitored = ['register', 'key-value', 'queue', 'stack', 'priority queue'];

export const toys: readonly Toy[] = [
  ...repeating,
  ...repeating.filter(({ name }) => monitored.includes(name)).map(ofUniqueValues),
];

type TurnstileOperation = Operation<'coin', undefined> | Operation<'push', boolean> | Operation<'count', number>;

interface Turnstile {
  readonly isOpen: boolean;
  readonly passed: number;
}

/** A coin opens it for one push; whoever wants to know how many have passed asks. */
function turnstile(): Model<Turnstile, TurnstileOperation> {
  return {
    name: 'turnstile',
    init: () => ({ isOpen: false, passed: 0 }),
    step({ isOpen, passed }, operation) {
      const isRight = (output: number | boolean | undefined): boolean =>
        operation.outcome === 'info' || operation.output === output;
      switch (operation.input) {
        case 'coin':
          return { isOpen: true, passed };
        case 'push':
          return isRight(isOpen) ? { isOpen: false, passed: passed + Number(isOpen) } : illegal;
        case 'count':
          return isRight(passed) ? { isOpen, passed } : illegal;
      }
    },
    describe: ({ input }) => input,
  };
}

/**
 * For the comparison with the brute force: those whose model has a search of its own once more by the search that all others have, and with
 * values that repeat even more, and few answers.
 */
export const moreToys: readonly Toy[] = containers.flatMap((toy): Toy[] => [
  { ...toy, name: `${toy.name}, searched as any other`, model: withoutContainer(toy.model) },
  { ...ofTwoValues(toy), name: `${toy.name} of two values, often without an answer`, isOftenLost: true },
]);

function ofTwoValues(toy: Toy): Toy {
  const draw: Toy['draw'] = (dice, serial) => {
    const input = toy.draw(dice, serial);
    return input.value === undefined ? input : { ...input, value: 1 + dice.below(2) };
  };
  return { ...toy, draw };
}
