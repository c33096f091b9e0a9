/** A register: read, write, and compare-and-set, which answers whether it found what it compared with. */
import { type Applied, type Model, illegal } from '../model.ts';
import { monitorRegister } from '../monitors/register.ts';
import type { RegisterOperation } from '../operations/register.ts';
import { type Value, partitionByKey } from '../operations/value.ts';
import { show, told } from './told.ts';

export function register(initial: Value = ''): Model<Value, RegisterOperation> {
  return {
    name: 'register',
    init: () => initial,
    step,
    describe,
    describeState: show,
    partition: partitionByKey,
    isRead: (operation) =>
      operation.input.op === 'read' ||
      (operation.input.op === 'cas' && operation.outcome === 'ok' && !operation.output),
    foresight: {
      features: (state) => [state],
      needs(operation) {
        const { input } = operation;
        if (operation.outcome === 'info') return [];
        if (input.op === 'cas') return operation.output ? [input.from] : [];
        return input.op === 'read' ? [operation.output as Value] : [];
      },
      brings(operation) {
        const { input } = operation;
        if (input.op === 'write') return [input.value];
        return input.op === 'read' || (operation.outcome === 'ok' && !operation.output) ? [] : [input.to];
      },
    },
    monitor: (history, names) => monitorRegister(history, initial, names),
  };
}

function step(state: Value, operation: Applied<RegisterOperation>): Value | typeof illegal {
  const { input } = operation;
  const output = operation.outcome === 'ok' ? operation.output : undefined;
  switch (input.op) {
    case 'read':
      return output === undefined || output === state ? state : illegal;
    case 'write':
      return input.value;
    case 'cas': {
      const fits = state === input.from;
      if (output !== undefined && output !== fits) return illegal;
      return fits ? input.to : state;
    }
  }
}

function describe(operation: RegisterOperation): string {
  const { input } = operation;
  const name = input.key === undefined ? input.op : `${input.op} ${input.key}`;
  switch (input.op) {
    case 'read':
      return told(name, operation);
    case 'write':
      return told(`${name} ${show(input.value)}`, operation);
    case 'cas':
      return told(`${name} ${show(input.from)} to ${show(input.to)}`, operation);
  }
}
