/**
 * The kinds of objects that files can name, with the operations of each: how the fields `key`, `arg` and `out` of a recorded operation
 * become the input and output that its model takes. Both families of formats come through here, since they differ only in what a
 * missing value means.
 */
import { InputError } from '../../model/input-error.ts';
import type { AnyOperation, Model } from '../objects/model.ts';
import { counter } from '../objects/models/counter.ts';
import { keyValue } from '../objects/models/key-value.ts';
import { list } from '../objects/models/list.ts';
import { map } from '../objects/models/map.ts';
import { priorityQueue } from '../objects/models/priority-queue.ts';
import { queue } from '../objects/models/queue.ts';
import { register } from '../objects/models/register.ts';
import { set } from '../objects/models/set.ts';
import { stack } from '../objects/models/stack.ts';
import type { Value } from '../objects/operations/value.ts';
import { type Datum, DatumSet, numberProblem, textOf, valueOf, wordOf } from './datum.ts';

/** What a recorded operation says. `out` is undefined where nothing was answered, `null` where the answer was nothing. */
export interface Call {
  readonly key: Datum | undefined;
  readonly arg: Datum | undefined;
  readonly out: Datum | undefined;
  readonly dialect: Dialect;
  /** Something is wrong with the field. */
  wrong(field: 'key' | 'arg' | 'out', message: string): Error;
}

/** Our own files say "nothing was written yet" by an empty text, Jepsen's by `nil`. Jepsen echoes arguments where we have answers. */
export type Dialect = 'ours' | 'jepsen';

interface Operation {
  input(call: Call): { readonly op: string };
  /** Of one that returned. */
  output(call: Call): unknown;
}

interface ObjectKind {
  readonly operations: Readonly<Record<string, Operation>>;
  /** `initial` is what a header or a flag says. */
  model(initial: Datum | undefined, dialect: Dialect): Model<unknown, AnyOperation>;
}

const nothing = (): undefined => undefined;

export const objectKinds = {
  register: {
    operations: {
      read: {
        input: (call) => keyed(call, { op: 'read' }),
        output: (call) => registerValue(required(call, 'out'), call),
      },
      write: {
        input: (call) => keyed(call, { op: 'write', value: registerValue(required(call, 'arg'), call) }),
        output: nothing,
      },
      cas: { input: (call) => keyed(call, { op: 'cas', ...fromTo(call) }), output: casOutput },
    },
    model: (initial, dialect) =>
      modelOf(register(initial === undefined ? emptyOf(dialect) : initialValue(initial, dialect))),
  },
  kv: {
    operations: {
      get: { input: (call) => ({ op: 'get', key: keyOf(call) }), output: (call) => textValue(call, 'out') },
      put: { input: (call) => ({ op: 'put', key: keyOf(call), value: textValue(call, 'arg') }), output: nothing },
      append: { input: (call) => ({ op: 'append', key: keyOf(call), value: textValue(call, 'arg') }), output: nothing },
    },
    model: (initial) => modelOf(keyValue(initial === undefined ? '' : textOfValue(initial))),
  },
  counter: {
    operations: {
      read: { input: (call) => keyed(call, { op: 'read' }), output: (call) => numberOf(call, 'out') },
      add: { input: (call) => keyed(call, { op: 'add', amount: numberOf(call, 'arg') }), output: nothing },
      addAndGet: {
        input: (call) => keyed(call, { op: 'addAndGet', amount: numberOf(call, 'arg') }),
        output: (call) => numberOf(call, 'out'),
      },
    },
    model: (initial) => {
      if (initial === undefined) return modelOf(counter());
      if (typeof initial === 'number' && numberProblem(initial) === undefined) return modelOf(counter(initial));
      throw new InputError(`initial: a counter starts from a number, not ${textOf(initial)}`);
    },
  },
  set: {
    operations: {
      add: { input: (call) => keyed(call, { op: 'add', value: element(call, 'arg') }), output: changed },
      remove: { input: (call) => keyed(call, { op: 'remove', value: element(call, 'arg') }), output: changed },
      contains: { input: (call) => keyed(call, { op: 'contains', value: element(call, 'arg') }), output: yesOrNo },
      read: { input: (call) => keyed(call, { op: 'read' }), output: elements },
    },
    model: emptyAtFirst('set', set),
  },
  queue: {
    operations: {
      enqueue: { input: (call) => keyed(call, { op: 'enqueue', value: element(call, 'arg') }), output: nothing },
      dequeue: { input: (call) => keyed(call, { op: 'dequeue' }), output: elementOrNothing },
    },
    model: emptyAtFirst('queue', queue),
  },
  stack: {
    operations: {
      push: { input: (call) => keyed(call, { op: 'push', value: element(call, 'arg') }), output: nothing },
      pop: { input: (call) => keyed(call, { op: 'pop' }), output: elementOrNothing },
    },
    model: emptyAtFirst('stack', stack),
  },
  'priority-queue': {
    operations: {
      insert: { input: (call) => keyed(call, { op: 'insert', value: numberOf(call, 'arg') }), output: nothing },
      deleteMin: {
        input: (call) => keyed(call, { op: 'deleteMin' }),
        output: (call) => (required(call, 'out') === null ? undefined : numberOf(call, 'out')),
      },
    },
    model: emptyAtFirst('priority queue', priorityQueue),
  },
  list: {
    operations: {
      append: { input: (call) => keyed(call, { op: 'append', value: element(call, 'arg') }), output: nothing },
      prepend: { input: (call) => keyed(call, { op: 'prepend', value: element(call, 'arg') }), output: nothing },
      read: { input: (call) => keyed(call, { op: 'read' }), output: elements },
    },
    model: emptyAtFirst('list', list),
  },
  map: {
    operations: {
      put: { input: (call) => ({ op: 'put', name: keyOf(call), value: element(call, 'arg') }), output: nothing },
      get: { input: (call) => ({ op: 'get', name: keyOf(call) }), output: elementOrNothing },
      remove: { input: (call) => ({ op: 'remove', name: keyOf(call) }), output: changed },
      size: { input: () => ({ op: 'size' }), output: (call) => numberOf(call, 'out') },
      scan: { input: () => ({ op: 'scan' }), output: entries },
    },
    model: emptyAtFirst('map', map),
  },
} as const satisfies Readonly<Record<string, ObjectKind>>;

export type ObjectKindName = keyof typeof objectKinds;

export const objectKindNames = Object.keys(objectKinds) as readonly ObjectKindName[];

/** What other recorders call the operations. */
const aliases: Readonly<Record<string, string>> = {
  'compare-and-set': 'cas',
  'add-and-get': 'addAndGet',
  'delete-min': 'deleteMin',
  'contains?': 'contains',
};

/** The operation's name here. */
export const operationName = (name: string): string => aliases[name] ?? name;

export const operationsOf = (kind: ObjectKindName): Readonly<Record<string, Operation>> => objectKinds[kind].operations;

export const modelOfKind = (
  kind: ObjectKindName,
  initial: Datum | undefined,
  dialect: Dialect,
): Model<unknown, AnyOperation> => objectKinds[kind].model(initial, dialect);

/** Files know no types: what the table above makes of them is what the model of the same row takes. */
function modelOf<State, Op extends AnyOperation>(model: Model<State, Op>): Model<unknown, AnyOperation> {
  return model;
}

function emptyAtFirst<State, Op extends AnyOperation>(
  kind: string,
  model: () => Model<State, Op>,
): ObjectKind['model'] {
  return (initial) => {
    if (initial !== undefined) throw new InputError(`initial: a ${kind} starts out empty`);
    return modelOf(model());
  };
}

function required(call: Call, field: 'arg' | 'out'): Datum {
  const datum = call[field];
  if (datum === undefined) throw call.wrong(field, 'missing');
  return datum;
}

function keyed<Input extends object>(call: Call, input: Input): Input & { readonly key?: string } {
  return call.key === undefined || call.key === null ? input : { ...input, key: keyText(call.key, call) };
}

/** In Jepsen's words a key may be the whole value, as that of a `get`. */
function keyOf(call: Call): string {
  const key = call.key ?? (call.dialect === 'jepsen' ? call.arg : undefined);
  if (key === undefined || key === null) throw call.wrong('key', 'missing');
  return keyText(key, call);
}

function keyText(key: Exclude<Datum, null>, call: Call): string {
  if (typeof key === 'number' || typeof key === 'bigint') assertNumber(key, 'key', call);
  return typeof key === 'string' ? key : (wordOf(key) ?? textOf(key));
}

function assertNumber(number: number | bigint, field: 'key' | 'arg' | 'out', call: Call): void {
  const problem = numberProblem(number);
  if (problem !== undefined) throw call.wrong(field, problem);
}

/** Anything that equals itself; what has parts is compared by its text. */
function plainValue(datum: Exclude<Datum, null>, field: 'arg' | 'out', call: Call): Exclude<Value, null> {
  if (typeof datum === 'number' || typeof datum === 'bigint') assertNumber(datum, field, call);
  return typeof datum === 'boolean' ? datum : valueOf(datum);
}

function element(call: Call, field: 'arg' | 'out'): Exclude<Value, null> {
  const datum = required(call, field);
  if (datum === null) throw call.wrong(field, 'nothing is no element');
  return plainValue(datum, field, call);
}

function elementOrNothing(call: Call): Value | undefined {
  return required(call, 'out') === null ? undefined : element(call, 'out');
}

function elements(call: Call): readonly Value[] {
  const out = required(call, 'out');
  const members = out instanceof DatumSet ? out.members : out;
  if (!Array.isArray(members)) throw call.wrong('out', `expected a list, got ${textOf(out)}`);
  return (members as readonly Datum[]).map((member) => {
    if (member === null) throw call.wrong('out', 'nothing is no element');
    return plainValue(member, 'out', call);
  });
}

function entries(call: Call): readonly (readonly [string, Value])[] {
  const out = required(call, 'out');
  if (!(out instanceof Map)) throw call.wrong('out', `expected an object of names and values, got ${textOf(out)}`);
  return [...(out as ReadonlyMap<Datum, Datum>)].map(([name, value]) => {
    if (name === null || value === null) throw call.wrong('out', 'nothing is neither a name nor a value');
    return [keyText(name, call), plainValue(value, 'out', call)];
  });
}

function numberOf(call: Call, field: 'arg' | 'out'): number {
  const datum = required(call, field);
  if (typeof datum === 'bigint' || typeof datum === 'number') assertNumber(datum, field, call);
  if (typeof datum === 'number') return datum;
  throw call.wrong(field, `expected a number, got ${textOf(datum)}`);
}

/** Whether an `add` or a `remove` changed anything, if its client was told. */
function changed(call: Call): boolean | undefined {
  return call.dialect === 'ours' && typeof call.out === 'boolean' ? call.out : undefined;
}

function yesOrNo(call: Call): boolean {
  const out = required(call, 'out');
  if (typeof out !== 'boolean') throw call.wrong('out', `expected true or false, got ${textOf(out)}`);
  return out;
}

function emptyOf(dialect: Dialect): Value {
  return dialect === 'ours' ? '' : null;
}

function initialValue(initial: Datum, dialect: Dialect): Value {
  const wrong = (_field: string, message: string): Error => new InputError(`initial: ${message}`);
  return registerValue(initial, { key: undefined, arg: undefined, out: undefined, dialect, wrong });
}

/**
 * Of our own files, the text of a number is the number: a `cas` has its two values in one text, and could not tell them apart.
 */
function registerValue(datum: Datum, call: Call): Value {
  if (datum === null) return emptyOf(call.dialect);
  const value = plainValue(datum, 'arg', call);
  if (call.dialect === 'jepsen' || typeof value !== 'string' || !/^(0|-?[1-9]\d{0,14})$/.test(value)) return value;
  return Number(value);
}

function fromTo(call: Call): { readonly from: Value; readonly to: Value } {
  const arg = required(call, 'arg');
  const pair = typeof arg === 'string' ? arg.split(',') : arg;
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw call.wrong('arg', `expected ${call.dialect === 'ours' ? '"from,to"' : '[from to]'}, got ${textOf(arg)}`);
  }
  const [from, to] = pair as readonly Datum[] as readonly [Datum, Datum];
  return { from: registerValue(from, call), to: registerValue(to, call) };
}

function casOutput(call: Call): boolean {
  const { out, dialect } = call;
  if (dialect === 'jepsen' || out === 'ok' || out === true) return true;
  if (out === 'fail' || out === false) return false;
  throw call.wrong('out', `expected "ok" or "fail", got ${out === undefined ? 'nothing' : textOf(out)}`);
}

/** Of a key-value store, whose `append` needs texts. */
function textValue(call: Call, field: 'arg' | 'out'): string {
  const datum = required(call, field);
  if (typeof datum === 'number' || typeof datum === 'bigint') assertNumber(datum, field, call);
  return textOfValue(datum);
}

function textOfValue(datum: Datum): string {
  return datum === null ? '' : String(valueOf(datum));
}
