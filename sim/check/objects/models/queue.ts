/** A queue, first in first out. Dequeue answers `undefined` if it found the queue empty. */
import { type Applied, type Model, illegal } from '../model.ts';
import { monitorQueue } from '../monitors/queue.ts';
import type { QueueOperation } from '../operations/queue.ts';
import { type Value, partitionByKey } from '../operations/value.ts';
import { show, showOrEmpty, told } from './told.ts';

/** It starts out empty. */
export function queue(): Model<readonly Value[], QueueOperation> {
  return {
    name: 'queue',
    init: () => [],
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(input.op === 'enqueue' ? `enqueue ${show(input.value)}` : 'dequeue', operation, showOrEmpty);
    },
    describeState: (state) => (state.length === 0 ? 'nothing' : state.map(show).join(', ')),
    partition: partitionByKey,
    isRead: ({ input, ...end }) => input.op === 'dequeue' && end.outcome === 'ok' && end.output === undefined,
    foresight: {
      features: (state) => state,
      needs: ({ input, ...end }) =>
        input.op === 'dequeue' && end.outcome === 'ok' && end.output !== undefined ? [end.output] : [],
      brings: ({ input }) => (input.op === 'enqueue' ? [input.value] : []),
    },
    container: {
      removes: 'first in',
      inserts: (input) => (input.op === 'enqueue' ? input.value : undefined),
    },
    monitor: monitorQueue,
  };
}

function step(state: readonly Value[], operation: Applied<QueueOperation>): readonly Value[] | typeof illegal {
  const { input } = operation;
  if (input.op === 'enqueue') return [...state, input.value];
  if (operation.outcome === 'ok' && operation.output !== state[0]) return illegal;
  return state.slice(1);
}
