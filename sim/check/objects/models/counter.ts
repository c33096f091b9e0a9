/** A counter: add (a negative amount subtracts), add that answers the sum, and read. It starts at `initial`. */
import { type Applied, type Model, anything, illegal } from '../model.ts';
import type { CounterOperation } from '../operations/counter.ts';
import { partitionByKey } from '../operations/value.ts';
import { show, told } from './told.ts';

export function counter(initial = 0): Model<number, CounterOperation> {
  return {
    name: 'counter',
    init: () => initial,
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(input.op === 'read' ? 'read' : `${input.op} ${input.amount}`, operation);
    },
    describeState: show,
    partition: partitionByKey,
    isRead: ({ input }) => input.op === 'read' || input.amount === 0,
    foresight: {
      features: (state) => [state],
      needs(operation) {
        const { input } = operation;
        if (operation.outcome === 'info' || operation.output === undefined) return [];
        return [input.op === 'addAndGet' ? operation.output - input.amount : operation.output];
      },
      brings(operation) {
        const { input } = operation;
        if (input.op === 'read' || input.amount === 0) return [];
        return operation.outcome === 'ok' && operation.output !== undefined ? [operation.output] : anything;
      },
      adds: ({ input }) => (input.op === 'read' ? 0 : input.amount),
    },
  };
}

function step(state: number, operation: Applied<CounterOperation>): number | typeof illegal {
  const { input } = operation;
  const after = input.op === 'read' ? state : state + input.amount;
  if (operation.outcome === 'info' || input.op === 'add') return after;
  return operation.output === after ? after : illegal;
}
