/** A stack, last in first out. Pop answers `undefined` if it found the stack empty. */
import { type Applied, type Model, illegal } from '../model.ts';
import { monitorStack } from '../monitors/stack.ts';
import type { StackOperation } from '../operations/stack.ts';
import { type Value, partitionByKey } from '../operations/value.ts';
import { show, showOrEmpty, told } from './told.ts';

/** It starts out empty. States list the bottom first. */
export function stack(): Model<readonly Value[], StackOperation> {
  return {
    name: 'stack',
    init: () => [],
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(input.op === 'push' ? `push ${show(input.value)}` : 'pop', operation, showOrEmpty);
    },
    describeState: (state) => (state.length === 0 ? 'nothing' : state.map(show).join(', ')),
    partition: partitionByKey,
    isRead: ({ input, ...end }) => input.op === 'pop' && end.outcome === 'ok' && end.output === undefined,
    foresight: {
      features: (state) => state,
      needs: ({ input, ...end }) =>
        input.op === 'pop' && end.outcome === 'ok' && end.output !== undefined ? [end.output] : [],
      brings: ({ input }) => (input.op === 'push' ? [input.value] : []),
    },
    container: {
      removes: 'last in',
      inserts: (input) => (input.op === 'push' ? input.value : undefined),
    },
    monitor: monitorStack,
  };
}

function step(state: readonly Value[], operation: Applied<StackOperation>): readonly Value[] | typeof illegal {
  const { input } = operation;
  if (input.op === 'push') return [...state, input.value];
  if (operation.outcome === 'ok' && operation.output !== state.at(-1)) return illegal;
  return state.slice(0, -1);
}
