/**
 * A map, as the object of the same name on a Tango runtime: put, get and remove of a name, size, and scan of all entries. Other than the
 * key-value store it is one object, because size and scan see every name.
 */
import { type Applied, type Feature, type Model, illegal } from '../model.ts';
import type { Entry, GetEntry, MapOperation, RemoveEntry, Scan, Size } from '../operations/map.ts';
import { type Value, partitionByKey } from '../operations/value.ts';
import { show, showOrEmpty, told } from './told.ts';

/** It starts out empty. The entries of a scan may be in any order. */
export function map(): Model<ReadonlyMap<string, Value>, MapOperation> {
  return {
    name: 'map',
    init: () => new Map(),
    step,
    describe,
    describeState: (state) =>
      state.size === 0 ? 'nothing' : [...state].map(([name, value]) => `${name}: ${show(value)}`).join(', '),
    partition: partitionByKey,
    isRead(operation) {
      const { op } = operation.input;
      if (op === 'remove') return operation.outcome === 'ok' && operation.output === false;
      return op !== 'put';
    },
    foresight: {
      features: (state) => [...state].flatMap(([name, value]) => [present(name), entry(name, value)]),
      needs(operation) {
        const { input } = operation;
        if (operation.outcome === 'info') return [];
        if (input.op === 'remove') return operation.output === true ? [present(input.name)] : [];
        if (input.op === 'scan')
          return (operation.output as readonly Entry[]).map(([name, value]) => entry(name, value));
        return input.op === 'get' && operation.output !== undefined
          ? [entry(input.name, operation.output as Value)]
          : [];
      },
      brings: ({ input }) => (input.op === 'put' ? [present(input.name), entry(input.name, input.value)] : []),
    },
  };
}

function present(name: string): Feature {
  return JSON.stringify([name]);
}

function entry(name: string, value: Value): Feature {
  return JSON.stringify([name, value]);
}

function step(
  state: ReadonlyMap<string, Value>,
  operation: Applied<MapOperation>,
): ReadonlyMap<string, Value> | typeof illegal {
  const { input } = operation;
  if (input.op === 'put') return new Map(state).set(input.name, input.value);
  const output = operation.outcome === 'ok' ? operation.output : undefined;
  const isKnown = operation.outcome === 'ok' && !(input.op === 'remove' && output === undefined);
  if (isKnown && !answers(state, input, output)) return illegal;
  if (input.op !== 'remove' || !state.has(input.name)) return state;
  const after = new Map(state);
  after.delete(input.name);
  return after;
}

function answers(
  state: ReadonlyMap<string, Value>,
  input: GetEntry | RemoveEntry | Size | Scan,
  output: unknown,
): boolean {
  switch (input.op) {
    case 'get':
      return state.get(input.name) === output;
    case 'remove':
      return state.has(input.name) === output;
    case 'size':
      return state.size === output;
    case 'scan': {
      const entries = output as readonly Entry[];
      if (entries.length !== state.size || new Map(entries).size !== state.size) return false;
      return entries.every(([name, value]) => state.get(name) === value);
    }
  }
}

function describe(operation: MapOperation): string {
  const { input } = operation;
  switch (input.op) {
    case 'put':
      return told(`put ${input.name} ${show(input.value)}`, operation);
    case 'get':
      return told(`get ${input.name}`, operation, showOrEmpty);
    case 'remove':
      return told(`remove ${input.name}`, operation);
    case 'size':
    case 'scan':
      return told(input.op, operation);
  }
}
