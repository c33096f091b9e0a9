/** A key-value store: get, put, and append, which concatenates. Every key is an object of its own and starts out as `initial`. */
import { type Applied, type Model, illegal } from '../model.ts';
import { monitorKeyValue } from '../monitors/key-value.ts';
import type { KeyValueOperation } from '../operations/key-value.ts';
import { show, told } from './told.ts';

export function keyValue(initial = ''): Model<string, KeyValueOperation> {
  return {
    name: 'value',
    init: () => initial,
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(`${input.op} ${input.key}${input.op === 'get' ? '' : ` ${show(input.value)}`}`, operation);
    },
    describeState: show,
    partition: ({ key }) => key,
    isRead: ({ input }) => input.op === 'get',
    foresight: {
      // A value has as features all that it can be the beginning of.
      has: (state, feature) => (feature as string).startsWith(state),
      needs: ({ input, ...end }) => (input.op === 'get' && end.outcome === 'ok' ? [end.output as string] : []),
      brings({ input }) {
        if (input.op !== 'put') return [];
        return (feature) => (feature as string).startsWith(input.value);
      },
    },
    monitor: (history, names) => monitorKeyValue(history, initial, names),
  };
}

function step(state: string, operation: Applied<KeyValueOperation>): string | typeof illegal {
  const { input } = operation;
  switch (input.op) {
    case 'get':
      return operation.outcome === 'info' || operation.output === state ? state : illegal;
    case 'put':
      return input.value;
    case 'append':
      return state + input.value;
  }
}
