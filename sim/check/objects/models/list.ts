/** A list: append at its end, prepend at its front, and read all of it. It starts out empty. */
import { type Applied, type Model, illegal } from '../model.ts';
import type { ListOperation } from '../operations/list.ts';
import { type Value, partitionByKey } from '../operations/value.ts';
import { show, told } from './told.ts';

/** One element after the other, as text: what is part of a list is part of its text, and to make a longer one copies nothing. */
export interface ListState {
  readonly length: number;
  readonly text: string;
}

export function list(): Model<ListState, ListOperation> {
  return {
    name: 'list',
    init: () => ({ length: 0, text: '\n' }),
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(input.op === 'read' ? 'read' : `${input.op} ${show(input.value)}`, operation);
    },
    describeState: ({ length, text }) => (length === 0 ? 'nothing' : text.trim().replaceAll('\n', ', ')),
    partition: partitionByKey,
    key: ({ text }) => text,
    isRead: ({ input }) => input.op === 'read',
    foresight: {
      // A list has as features all that it can be a part of: it only grows.
      has: ({ text }, feature) => (feature as string).includes(text),
      needs: ({ input, ...end }) =>
        input.op === 'read' && end.outcome === 'ok' ? [textOf(end.output as readonly Value[])] : [],
      brings: () => [],
    },
  };
}

function step(state: ListState, operation: Applied<ListOperation>): ListState | typeof illegal {
  const { length, text } = state;
  const { input } = operation;
  switch (input.op) {
    case 'append':
      return { length: length + 1, text: `${text}${show(input.value)}\n` };
    case 'prepend':
      return { length: length + 1, text: `\n${show(input.value)}${text}` };
    case 'read': {
      if (operation.outcome === 'info') return state;
      const output = operation.output as readonly Value[];
      return output.length === length && textOf(output) === text ? state : illegal;
    }
  }
}

function textOf(values: readonly Value[]): string {
  return values.reduce<string>((text, value) => `${text}${show(value)}\n`, '\n');
}
