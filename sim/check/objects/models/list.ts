/** A list: append at its end, prepend at its front, and read all of it. It starts out empty. */
import { type Applied, type Model, illegal } from '../model.ts';
import type { ListOperation } from '../operations/list.ts';
import { type Value, partitionByKey } from '../operations/value.ts';
import { show, told } from './told.ts';

export function list(): Model<readonly Value[], ListOperation> {
  return {
    name: 'list',
    init: () => [],
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(input.op === 'read' ? 'read' : `${input.op} ${show(input.value)}`, operation);
    },
    describeState: show,
    partition: partitionByKey,
    isRead: ({ input }) => input.op === 'read',
    foresight: {
      // A list has as features all that it can be a part of: it only grows.
      has: (state, feature) => (feature as string).includes(textOf(state)),
      needs: ({ input, ...end }) =>
        input.op === 'read' && end.outcome === 'ok' ? [textOf(end.output as readonly Value[])] : [],
      brings: () => [],
    },
  };
}

function step(state: readonly Value[], operation: Applied<ListOperation>): readonly Value[] | typeof illegal {
  const { input } = operation;
  switch (input.op) {
    case 'append':
      return [...state, input.value];
    case 'prepend':
      return [input.value, ...state];
    case 'read': {
      if (operation.outcome === 'info') return state;
      const output = operation.output as readonly Value[];
      return output.length === state.length && output.every((value, at) => value === state[at]) ? state : illegal;
    }
  }
}

/** What is part of a list is part of its text. */
function textOf(values: readonly Value[]): string {
  return values.reduce<string>((text, value) => `${text}${show(value)}\n`, '\n');
}
