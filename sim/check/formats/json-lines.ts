/**
 * Our own format: one operation a line, with its interval and its outcome; an optional first line with `"header": true` says what holds
 * for all of them.
 *
 *     {"client":0,"kind":"kv","key":"a","op":"get","arg":null,"out":"x","call":3,"return":7}
 *
 * `outcome` is `ok` for what returned and `info` for what never did, and need only be there for `fail`, or for an `info` of a client that
 * gave up at a known time.
 */
import { strengths } from '../../../src/corfu/strength.ts';
import type { LogOperation } from '../../model/history.ts';
import { editDistance, unknownName } from '../../model/nearest-name.ts';
import type { AnyOperation } from '../objects/model.ts';
import { assertOneAtATime } from './client-order.ts';
import { type Datum, datumOf, nestingMax } from './datum.ts';
import { decodeObject } from './decode-object.ts';
import { type FileHistory, type LogTerms, type Settings, logSpecs } from './history.ts';
import type { JsonValue } from './json.ts';
import { type Kind, kinds } from './kinds.ts';
import type { Lines } from './lines.ts';
import { decodeLog } from './log-record.ts';
import { modelOfKind } from './object-kinds.ts';
import type { RawOperation } from './pair-events.ts';
import { JsonRecord } from './record.ts';
import { type RecordedTransaction, decodeTransaction, isTransactionKind } from './transactions.ts';

/** Throws an `InputError` that names the line, at the first thing that is wrong. */
export const readJsonLines = (lines: Lines, values: Iterable<JsonValue>, settings: Settings): FileHistory => {
  let header: JsonRecord | undefined;
  let kind = settings.kind;
  let kindLine = 0;
  const lineOf: number[] = [];
  const operations: (LogOperation | AnyOperation | RecordedTransaction)[] = [];
  for (const value of values) {
    const record = recordOf(value, lines);
    if (record.get('header') === true) {
      if (header !== undefined || lineOf.length > 0)
        throw record.wrong('header', 'a header is the first line, or none');
      header = record;
      assertNoSlip(record);
    }
    const named = record.name('kind', 'kind', kinds);
    if (named !== undefined && named !== kind) {
      if (kind === undefined) [kind, kindLine] = [named, record.line];
      else {
        const whose = kindLine === 0 ? 'this is to be read as' : `since line ${kindLine} this is`;
        throw record.wrong('kind', `"${named}", but ${whose} a history of kind "${kind}"`);
      }
    }
    if (header === record) continue;
    if (kind === undefined) throw record.wrong('kind', `missing; name one of ${kinds.join(', ')}, here or by --model`);
    operations.push(decode(record, kind, lines));
    lineOf.push(record.line);
  }
  if (kind === undefined || operations.length === 0) throw lines.error('there is no operation in this file');
  if ((kind === 'log' || isTransactionKind(kind)) && header?.has('initial')) {
    throw header.wrong('initial', `a history of kind "${kind}" has none`);
  }
  const fileLines = { calls: lineOf, returns: null };
  if (kind === 'log') {
    const log = operations as readonly LogOperation[];
    assertOneAtATime({ operations: log, lineOf, isRead: ({ op }) => op === 'read' }, lines);
    return { subject: 'log', kind, terms: termsOf(header, settings), operations: log, lines: fileLines };
  }
  if (isTransactionKind(kind)) {
    const transactions = operations as readonly RecordedTransaction[];
    assertOneAtATime({ operations: transactions, lineOf, isRead: () => false }, lines);
    return { subject: 'transactions', kind, operations: transactions, lines: fileLines };
  }
  const objects = operations as readonly AnyOperation[];
  assertOneAtATime({ operations: objects, lineOf, isRead: () => false }, lines);
  const initial = settings.initial ?? (header === undefined ? undefined : datum(header, 'initial', lines));
  return { subject: 'object', kind, model: modelOfKind(kind, initial, 'ours'), operations: objects, lines: fileLines };
};

const headerFields = ['header', 'kind', 'initial', 'spec', 'dense', 'tails', 'sealed', 'retries', 'trims', 'strength'];

/** Other fields are for other programs; but one that is all but ours was meant for us, and would change the verdict. */
const assertNoSlip = (header: JsonRecord): void => {
  for (const name of header.names) {
    if (headerFields.includes(name)) continue;
    const meant = headerFields.find((field) => editDistance(name.toLowerCase(), field) <= 1);
    if (meant !== undefined) throw header.wrong(name, `unknown; did you mean "${meant}"?`);
  }
};

const common = ['client', 'kind', 'op', 'call', 'return'];
const logFields = new Set([...common, 'pos', 'arg', 'request', 'out', 'outPos', 'outVal', 'epoch']);
const otherFields = new Set([...common, 'key', 'arg', 'out', 'outcome']);

/** A field that no operation of the kind has says something that nobody would judge. */
const assertKnownFields = (record: JsonRecord, kind: Kind): void => {
  const fields = kind === 'log' ? logFields : otherFields;
  for (const name of record.names) {
    if (fields.has(name)) continue;
    throw record.problem(unknownName('field', name, [...fields]));
  }
};

const termsOf = (header: JsonRecord | undefined, settings: Settings): LogTerms => {
  const dense = header?.flag('dense');
  const tails = header?.name('tails', 'source of tails', ['sequencer', 'slow']);
  const sealed = header?.name('sealed', 'meaning of "sealed"', ['no-effect', 'indeterminate']);
  const retries = header?.name('retries', 'kind of retries', ['none', 'once', 'first']);
  const trims = header?.name('trims', 'meaning of a trim', ['final', 'lingering']);
  const strength = header?.name('strength', 'strength', strengths);
  return {
    spec: settings.spec ?? header?.name('spec', 'spec', logSpecs) ?? 'atomic',
    ...(dense === undefined ? {} : { dense }),
    ...(tails === undefined ? {} : { tails }),
    ...(sealed === undefined ? {} : { sealed }),
    ...(retries === undefined ? {} : { retries }),
    ...(trims === undefined ? {} : { trims }),
    ...(strength === undefined ? {} : { strength }),
  };
};

const recordOf = ({ value, line, column }: JsonValue, lines: Lines): JsonRecord => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return new JsonRecord(value as Readonly<Record<string, unknown>>, lines, line);
  }
  throw lines.errorAt(line, 'expected an object, as {"client":0,"kind":"kv","op":"get",…}', column);
};

const decode = (record: JsonRecord, kind: Kind, lines: Lines): LogOperation | AnyOperation | RecordedTransaction => {
  assertKnownFields(record, kind);
  const client = record.wholeNumber('client');
  const call = record.time('call');
  if (record.get('return') === undefined) throw record.wrong('return', 'missing; it is null for what never returned');
  const end = record.get('return') === null ? null : record.time('return');
  if (end !== null && end < call) throw record.wrong('return', `${end} is before the call at ${call}`);
  if (kind === 'log') return decodeLog(record, client, call, end);
  const raw = rawOf(record, client, call, end, lines);
  return isTransactionKind(kind) ? decodeTransaction(raw, kind, lines) : decodeObject(raw, kind, 'ours', lines);
};

const outcomes = ['ok', 'fail', 'info'] as const;

const rawOf = (record: JsonRecord, client: number, call: number, end: number | null, lines: Lines): RawOperation => {
  const op = record.get('op');
  if (op !== undefined && typeof op !== 'string') throw record.wrong('op', 'expected a name');
  const outcome = record.name('outcome', 'outcome', outcomes) ?? (end === null ? 'info' : 'ok');
  if (outcome !== 'info' && end === null)
    throw record.wrong('outcome', `"${outcome}", but the operation never returned`);
  return {
    client,
    op,
    key: datum(record, 'key', lines),
    arg: datum(record, 'arg', lines),
    call,
    callLine: record.line,
    outcome,
    out: datum(record, 'out', lines),
    return: outcome === 'info' ? null : end,
    returnLine: record.line,
  };
};

const datum = (record: JsonRecord, field: string, lines: Lines): Datum | undefined => {
  const json = record.get(field);
  if (json === undefined) return undefined;
  return datumOf(json, () => lines.errorAt(record.line, `${field}: more than ${nestingMax} values within each other`));
};
