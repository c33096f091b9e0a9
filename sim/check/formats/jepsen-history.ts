/** A history in any of Jepsen's formats, from its entries. */
import { decodeObject } from './decode-object.ts';
import type { HistoryEvent } from './event.ts';
import type { FileHistory, FileLines, Settings } from './history.ts';
import { splitKeys } from './independent.ts';
import { inferKind } from './infer-kind.ts';
import type { Lines } from './lines.ts';
import { modelOfKind } from './object-kinds.ts';
import { type RawOperation, pairEvents } from './pair-events.ts';
import { decodeTransaction, isTransactionKind, looksLikeTransaction } from './transactions.ts';

/** Throws an `InputError` that names the line, at the first thing that is wrong. */
export const readJepsen = (lines: Lines, events: Iterable<HistoryEvent>, settings: Settings): FileHistory => {
  const raw = pairEvents(events, lines);
  if (raw.length === 0) throw lines.error('there is no operation of a client in this file');
  const isTransactional = raw.some(({ op, arg }) => op === 'txn' || looksLikeTransaction(arg ?? null));
  const operations = isTransactional ? raw : splitKeys(raw);
  const kind = settings.kind ?? inferKind(operations, lines);
  if (kind === 'log') {
    throw lines.errorAt(raw[0]!.callLine, 'kind: histories of logs are read as JSON lines only, one operation a line');
  }
  if (isTransactionKind(kind)) {
    const transactions = operations.map((each) => decodeTransaction(each, kind, lines));
    return { subject: 'transactions', kind, operations: transactions, lines: linesOf(operations) };
  }
  const model = modelOfKind(kind, settings.initial, 'jepsen');
  const objects = operations.map((each) => decodeObject(each, kind, 'jepsen', lines));
  return { subject: 'object', kind, model, operations: objects, lines: linesOf(operations) };
};

const linesOf = (operations: readonly RawOperation[]): FileLines => ({
  calls: operations.map(({ callLine }) => callLine),
  returns: operations.map(({ returnLine }) => returnLine),
});
