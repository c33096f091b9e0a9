/** Transactions as files write them: lists of `["append", key, value]`, `["w", key, value]` and `["r", key, value]`. */
import { unknownName } from '../../model/nearest-name.ts';
import type { Value } from '../../model/history.ts';
import type { Key } from '../transactions/transaction.ts';
import type { Operation } from '../operation.ts';
import { type Datum, numberProblem, textOf, valueOf, wordOf } from './datum.ts';
import type { Lines } from './lines.ts';
import type { RawOperation } from './pair-events.ts';

export const transactionKinds = ['list-append', 'rw-register'] as const;
export type TransactionKind = (typeof transactionKinds)[number];

export const isTransactionKind = (kind: string): kind is TransactionKind =>
  (transactionKinds as readonly string[]).includes(kind);

interface Write {
  readonly f: 'append' | 'w';
  readonly key: Key;
  readonly value: Value;
}

interface Read {
  readonly f: 'r';
  readonly key: Key;
  readonly value?: readonly Value[] | Value | null;
}

export type RecordedTransaction = Operation<readonly (Write | Read)[], readonly (Write | Read)[]>;

/** Whether `datum` is a transaction of any kind: a list of lists that begin with a word. */
export const looksLikeTransaction = (datum: Datum): boolean =>
  Array.isArray(datum) &&
  datum.length > 0 &&
  (datum as readonly Datum[]).every((each) => {
    if (!Array.isArray(each) || (each.length !== 2 && each.length !== 3)) return false;
    const f = wordOf((each as readonly Datum[])[0]);
    return f === 'append' || f === 'w' || f === 'r';
  });

/** Throws an `InputError` that names the line when `raw` is no transaction of the kind. */
export const decodeTransaction = (raw: RawOperation, kind: TransactionKind, lines: Lines): RecordedTransaction => {
  const { client, call } = raw;
  const called = microOperations(raw.arg ?? null, raw.callLine, 'called');
  if (raw.outcome === 'info') return { client, input: called, call, outcome: 'info' };
  const end = raw.return!;
  if (raw.outcome === 'fail') return { client, input: called, call, outcome: 'fail', return: end };
  const output = microOperations(raw.out ?? null, raw.returnLine ?? raw.callLine, 'returned');
  const same =
    output.length === called.length &&
    output.every(({ f, key, value }, i) => {
      const before = called[i]!;
      return f === before.f && key === before.key && (f === 'r' || value === before.value);
    });
  if (!same)
    throw lines.errorAt(raw.returnLine ?? raw.callLine, 'the transaction returned is not the one that was called');
  return { client, input: called, call, outcome: 'ok', output, return: end };

  function microOperations(datum: Datum, line: number, when: 'called' | 'returned'): readonly (Write | Read)[] {
    if (!Array.isArray(datum))
      throw lines.errorAt(line, `expected a transaction, as [["r", "x", null]], got ${textOf(datum)}`);
    return (datum as readonly Datum[]).map((each) => microOperation(each, line, when));
  }

  function microOperation(datum: Datum, line: number, when: 'called' | 'returned'): Write | Read {
    if (!Array.isArray(datum) || (datum.length !== 2 && datum.length !== 3)) {
      throw lines.errorAt(line, `expected ["r", key, value], got ${textOf(datum)}`);
    }
    const [fDatum, keyDatum, valueDatum = null] = datum as readonly Datum[];
    const f = wordOf(fDatum);
    const write = kind === 'list-append' ? 'append' : 'w';
    if (f !== write && f !== 'r') {
      throw lines.errorAt(
        line,
        unknownName(`micro-operation of a ${kind} history`, f ?? textOf(fDatum!), [write, 'r']),
      );
    }
    const key = valueAt(keyDatum!, line);
    if (f === 'r') return when === 'called' ? { f, key } : { f, key, value: found(valueDatum, line) };
    return { f, key, value: valueAt(valueDatum, line) };
  }

  /** A list that nobody appended to is read as nothing, or as an empty list. */
  function found(datum: Datum, line: number): readonly Value[] | Value | null {
    if (kind === 'rw-register') return datum === null ? null : valueAt(datum, line);
    if (datum === null) return [];
    if (!Array.isArray(datum)) throw lines.errorAt(line, `expected the list that was read, got ${textOf(datum)}`);
    return (datum as readonly Datum[]).map((each) => valueAt(each, line));
  }

  function valueAt(datum: Datum, line: number): Value {
    if (datum === null) throw lines.errorAt(line, 'expected a key or a value, got nothing');
    if (typeof datum === 'number' || typeof datum === 'bigint') {
      const problem = numberProblem(datum);
      if (problem !== undefined) throw lines.errorAt(line, problem);
    }
    return wordOf(datum) ?? valueOf(datum);
  }
};
