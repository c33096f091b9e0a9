/** Operations on an object, as its model takes them. */
import { unknownName } from '../../model/nearest-name.ts';
import type { AnyOperation } from '../objects/model.ts';
import type { Datum } from './datum.ts';
import type { Lines } from './lines.ts';
import { type Call, type Dialect, type ObjectKindName, operationName, operationsOf } from './object-kinds.ts';
import type { RawOperation } from './pair-events.ts';

/** Throws an `InputError` that names the line when the operation is none of the kind. */
export const decodeObject = (raw: RawOperation, kind: ObjectKindName, dialect: Dialect, lines: Lines): AnyOperation => {
  const operations = operationsOf(kind);
  const name = operationName(raw.op ?? '');
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) {
    const what = `operation of a ${kind.replace('-', ' ')}`;
    throw lines.errorAt(raw.callLine, unknownName(what, raw.op ?? '', Object.keys(operations)));
  }
  const call = new RecordedCall(raw, dialect, lines);
  const { client, call: called } = raw;
  const input = operation.input(call);
  if (raw.outcome === 'info') return { client, input, call: called, outcome: 'info' };
  const end = raw.return!;
  if (raw.outcome === 'fail') return { client, input, call: called, outcome: 'fail', return: end };
  return { client, input, call: called, outcome: 'ok', output: operation.output(call), return: end };
};

class RecordedCall implements Call {
  readonly key: Datum | undefined;
  readonly arg: Datum | undefined;
  readonly out: Datum | undefined;
  readonly dialect: Dialect;
  readonly #raw: RawOperation;
  readonly #lines: Lines;

  constructor(raw: RawOperation, dialect: Dialect, lines: Lines) {
    this.key = raw.key;
    this.arg = raw.arg;
    this.out = raw.out;
    this.dialect = dialect;
    this.#raw = raw;
    this.#lines = lines;
  }

  wrong(field: 'key' | 'arg' | 'out', message: string): Error {
    const { callLine, returnLine } = this.#raw;
    const name = this.dialect === 'jepsen' && field !== 'key' ? 'value' : field;
    return this.#lines.errorAt(field === 'out' ? (returnLine ?? callLine) : callLine, `${name}: ${message}`);
  }
}
