/**
 * Holds two oracles against each other on one history: the log that decided, and what clients saw. The first knows the order that
 * the system claims, the second trusts nobody. If they disagree, either positions were assigned wrongly and the replay mirrored it,
 * or the harness is broken: both are failures.
 */
import type { HistoryVerdict } from '../verdict.ts';
import { checkListAppend } from './check-list-append.ts';
import { checkRwRegister } from './check-rw-register.ts';
import type { LoggedTransaction, Place, TransactionLog } from './logged-transaction.ts';
import { type ReplayRule, replayTransactions } from './replay-transactions.ts';
import type { Key, ListHistory, RegisterHistory } from './transaction.ts';
import { verifyOrder } from './verify-order.ts';

/**
 * What the replay finds; `oracles-disagree` if it finds nothing although no order explains what clients saw, or if its own order does
 * not. A history must be of lists or of registers, and no object may be written both as a whole and by key.
 */
export const compareOracles = (log: TransactionLog, disabledRules: readonly ReplayRule[] = []): HistoryVerdict => {
  const byLog = replayTransactions(log, disabledRules);
  if (byLog.verdict !== 'ok') return byLog;
  const seen = clientHistory(log);
  const isolation = 'strict-serializable';
  const isList = log.transactions.some(({ operations }) =>
    operations.some(({ f, value }) => f === 'append' || Array.isArray(value)),
  );
  const byClients = isList
    ? checkListAppend(seen as ListHistory, { isolation })
    : checkRwRegister(seen as RegisterHistory, { isolation });
  if (byClients.verdict === 'illegal')
    return {
      ...byClients,
      rule: 'oracles-disagree',
      message: `oracles-disagree: the log explains every transaction, but what clients saw has no order: ${byClients.message}`,
    };
  const wrong = verifyOrder(seen, byLog.witness, isolation);
  if (wrong === null) return byLog;
  const message = `oracles-disagree: the order of the log does not explain what clients saw: ${wrong}.`;
  return { verdict: 'illegal', rule: 'oracles-disagree', message, operations: [], chain: [] };
};

/** What the clients alone can tell. */
const clientHistory = ({ transactions }: TransactionLog): ListHistory | RegisterHistory =>
  transactions.map((transaction) => {
    const { client, call, outcome, operations } = transaction;
    const input = operations.map((operation) =>
      operation.f === 'r'
        ? { f: 'r', key: cellOf(operation) }
        : { f: operation.f, key: cellOf(operation), value: operation.value },
    );
    if (outcome === 'info') return { client, call, outcome, input };
    const end = returnOf(transaction);
    if (outcome === 'fail') return { client, call, outcome, input, return: end };
    const output = operations.map((operation) => ({ f: operation.f, key: cellOf(operation), value: operation.value }));
    return { client, call, outcome, input, output, return: end };
  }) as unknown as ListHistory | RegisterHistory;

const returnOf = ({ return: end }: LoggedTransaction): number => {
  if (end === null) throw new Error('a transaction whose outcome is known has returned');
  return end;
};

const cellOf = ({ object, key }: Place): Key => (key === null ? object : JSON.stringify([object, key]));
