/** A priority queue: deleteMin answers the least of the numbers that are in it, `undefined` if it found none. Equal numbers are alike. */
import { type Applied, type Model, illegal } from '../model.ts';
import { monitorPriorityQueue } from '../monitors/priority-queue.ts';
import type { PriorityQueueOperation } from '../operations/priority-queue.ts';
import { partitionByKey } from '../operations/value.ts';
import { show, showOrEmpty, told } from './told.ts';

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
    container: {
      removes: 'least',
      inserts: (input) => (input.op === 'insert' ? input.value : undefined),
    },
    monitor: monitorPriorityQueue,
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
