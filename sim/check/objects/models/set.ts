/**
 * A set: add and remove answer whether they changed it, contains whether an element is there, and read what all of them are. An add or
 * remove whose client was not told has the output `undefined`.
 */
import { type Applied, type Model, illegal } from '../model.ts';
import { monitorSet } from '../monitors/set.ts';
import type { SetOperation } from '../operations/set.ts';
import { type Value, partitionByKey } from '../operations/value.ts';
import { show, told } from './told.ts';

/** It starts out empty. Elements that a read returns may be in any order. */
export function set(): Model<ReadonlySet<Value>, SetOperation> {
  return {
    name: 'set',
    init: () => new Set(),
    step,
    describe: (operation) => {
      const { input } = operation;
      return told(input.op === 'read' ? 'read' : `${input.op} ${show(input.value)}`, operation);
    },
    describeState: (state) => (state.size === 0 ? 'nothing' : [...state].map(show).join(', ')),
    partition: partitionByKey,
    isRead: (operation) => {
      const { op } = operation.input;
      return op === 'read' || op === 'contains' || (operation.outcome === 'ok' && operation.output === false);
    },
    foresight: {
      features: (state) => [...state],
      needs(operation) {
        const { input } = operation;
        if (operation.outcome === 'info') return [];
        if (input.op === 'read') return operation.output as readonly Value[];
        // Absence is no feature: nobody could list all that is absent.
        return operation.output === (input.op !== 'add') ? [input.value] : [];
      },
      brings: ({ input }) => (input.op === 'add' ? [input.value] : []),
    },
    monitor: monitorSet,
  };
}

function step(state: ReadonlySet<Value>, operation: Applied<SetOperation>): ReadonlySet<Value> | typeof illegal {
  const { input } = operation;
  const output = operation.outcome === 'ok' ? operation.output : undefined;
  if (input.op === 'read') {
    if (output === undefined) return state;
    const elements = output as readonly Value[];
    if (elements.length !== state.size || new Set(elements).size !== state.size) return illegal;
    return elements.every((element) => state.has(element)) ? state : illegal;
  }
  const found = state.has(input.value);
  if (output !== undefined && output !== (input.op === 'add' ? !found : found)) return illegal;
  if (input.op === 'contains' || found === (input.op === 'add')) return state;
  const after = new Set(state);
  if (input.op === 'add') after.add(input.value);
  else after.delete(input.value);
  return after;
}
