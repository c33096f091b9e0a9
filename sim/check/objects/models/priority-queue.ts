/** A priority queue: deleteMin answers the least of the numbers that are in it, `undefined` if it found none. Equal numbers are alike. */
import type { Operation } from '../../operation.ts';
import { type Applied, type Model, illegal } from '../model.ts';
import { show, showOrEmpty, told } from './told.ts';
import { type Keyed, partitionByKey } from './value.ts';

export interface Insert extends Keyed {
  readonly op: 'insert';
  readonly value: number;
}

export interface DeleteMin extends Keyed {
  readonly op: 'deleteMin';
}

export type PriorityQueueOperation = Operation<Insert, undefined> | Operation<DeleteMin, number | undefined>;

/** It starts out empty. States ascend. */
export function priorityQueue(): Model<readonly number[], PriorityQueueOperation> {
  return {
    name: 'priority queue',
    init: () => [],
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(input.op === 'insert' ? `insert ${show(input.value)}` : 'deleteMin', operation, showOrEmpty);
    },
    describeState: (state) => (state.length === 0 ? 'nothing' : state.map(show).join(', ')),
    partition: partitionByKey,
    isRead: ({ input, ...end }) => input.op === 'deleteMin' && end.outcome === 'ok' && end.output === undefined,
    foresight: {
      features: (state) => state,
      needs: ({ input, ...end }) =>
        input.op === 'deleteMin' && end.outcome === 'ok' && end.output !== undefined ? [end.output] : [],
      brings: ({ input }) => (input.op === 'insert' ? [input.value] : []),
    },
  };
}

function step(
  state: readonly number[],
  operation: Applied<PriorityQueueOperation>,
): readonly number[] | typeof illegal {
  const { input } = operation;
  if (input.op === 'insert') {
    const at = state.findIndex((value) => value > input.value);
    return at === -1 ? [...state, input.value] : state.toSpliced(at, 0, input.value);
  }
  if (operation.outcome === 'ok' && operation.output !== state[0]) return illegal;
  return state.slice(1);
}
