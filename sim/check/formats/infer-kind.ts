/** What a history of Jepsen is about: its files do not say, but the names of the operations and the shapes of their values do. */
import { unknownName } from '../../model/nearest-name.ts';
import { type Datum, DatumSet, wordOf } from './datum.ts';
import type { Kind } from './kinds.ts';
import type { Lines } from './lines.ts';
import { objectKindNames, operationName, operationsOf } from './object-kinds.ts';
import type { RawOperation } from './pair-events.ts';
import { looksLikeTransaction } from './transactions.ts';

/** Throws an `InputError` when it fits no kind. */
export const inferKind = (operations: readonly RawOperation[], lines: Lines): Kind => {
  const transaction = operations.find(
    ({ op, arg }) => op === 'txn' || op === undefined || looksLikeTransaction(arg ?? null),
  );
  if (transaction !== undefined) return transactionKind(operations, transaction, lines);
  const names = new Set(operations.map(({ op }) => operationName(op!)));
  const fitting = objectKindNames.filter((kind) => [...names].every((name) => Object.hasOwn(operationsOf(kind), name)));
  if (fitting.includes('set') && readsElements(operations)) return 'set';
  const [kind] = fitting;
  if (kind !== undefined) return kind;
  const known = new Set(objectKindNames.flatMap((each) => Object.keys(operationsOf(each))));
  const stranger = operations.find(({ op }) => !known.has(operationName(op!)));
  if (stranger !== undefined)
    throw lines.errorAt(stranger.callLine, unknownName('operation', stranger.op!, [...known]));
  const [first] = operations;
  throw lines.errorAt(first!.callLine, `no object has all of the operations ${[...names].join(', ')}`);
};

const transactionKind = (operations: readonly RawOperation[], first: RawOperation, lines: Lines): Kind => {
  for (const { arg } of operations) {
    if (!Array.isArray(arg)) continue;
    for (const each of arg as readonly Datum[]) {
      const f = Array.isArray(each) ? wordOf((each as readonly Datum[])[0]) : undefined;
      if (f === 'append') return 'list-append';
      if (f === 'w') return 'rw-register';
    }
  }
  if (!looksLikeTransaction(first.arg ?? null)) {
    throw lines.errorAt(first.callLine, 'expected a transaction, as [[:r :x nil]], or the name of an operation in f');
  }
  // Nothing but reads: what they saw tells lists from registers.
  const sawList = operations.some(({ out }) =>
    ((Array.isArray(out) ? out : []) as readonly Datum[]).some((each) => Array.isArray(each) && Array.isArray(each[2])),
  );
  return sawList ? 'list-append' : 'rw-register';
};

const readsElements = (operations: readonly RawOperation[]): boolean =>
  operations.some(({ op, out }) => op === 'read' && (Array.isArray(out) || out instanceof DatumSet));
