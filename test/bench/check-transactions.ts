/**
 * How long the transaction checkers take: `node test/bench/check-transactions.ts`. Histories of 20 clients with four micro-operations
 * to a transaction, once legal and once with a single stale read in the last tenth. Prints the best of three in CPU seconds, in one
 * process on one core.
 */
import { checkListAppend } from '../../sim/check/transactions/check-list-append.ts';
import { checkRwRegister } from '../../sim/check/transactions/check-rw-register.ts';
import type { ListHistory, RegisterHistory } from '../../sim/check/transactions/transaction.ts';
import { verifyOrder } from '../../sim/check/transactions/verify-order.ts';
import type { HistoryVerdict } from '../../sim/check/verdict.ts';
import { realisticTransactions } from './realistic-transactions.ts';

const clientCount = 20;

const cpuSeconds = (run: () => void): number => {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const best = (run: () => void): string => Math.min(...[1, 2, 3].map(() => cpuSeconds(run))).toFixed(3);

/** Lets one late transaction that only reads find the first of its objects as it was before many writes. */
const withStaleRead = <H extends ListHistory | RegisterHistory>(history: H): H => {
  const isOld = (value: unknown): boolean => (Array.isArray(value) ? value.length : Number(value)) > 50;
  const at = history.findIndex((transaction, index) => {
    if (transaction.outcome !== 'ok' || index < history.length * 0.9) return false;
    const [first, ...others] = transaction.output as readonly { f: string; key: unknown; value: unknown }[];
    return isOld(first!.value) && first!.f === 'r' && others.every(({ f, key }) => f === 'r' && key !== first!.key);
  });
  const { output, ...stale } = history[at] as unknown as { output: { value: unknown }[] };
  const before = output.map((read, slot) =>
    slot > 0 ? read : { ...read, value: Array.isArray(read.value) ? read.value.slice(0, 1) : 1 },
  );
  return (history as readonly unknown[]).with(at, { ...stale, output: before }) as unknown as H;
};

const row = (cells: readonly (string | number)[]): string => cells.map((cell) => String(cell).padEnd(19)).join('');

console.log(row(['workload', 'transactions', 'legal s', 'stale s', 'rule', 'verify s', 'rss MB']));
for (const count of [10_000, 30_000, 100_000]) {
  for (const workload of ['list-append', 'rw-register'] as const) {
    const history = realisticTransactions(workload, clientCount, count);
    const stale = withStaleRead(history);
    const check = (of: typeof history): HistoryVerdict =>
      workload === 'list-append' ? checkListAppend(of as ListHistory) : checkRwRegister(of as RegisterHistory);
    const verdict = check(history);
    if (verdict.verdict !== 'ok') throw new Error(`the history is legal: ${JSON.stringify(verdict).slice(0, 500)}`);
    const broken = check(stale);
    if (broken.verdict !== 'illegal')
      throw new Error(`the history is illegal: ${JSON.stringify(broken).slice(0, 500)}`);
    const verify = cpuSeconds(() => {
      const wrong = verifyOrder(history, verdict.witness, 'strict-serializable');
      if (wrong !== null) throw new Error(wrong);
    });
    const times = [best(() => check(history)), best(() => check(stale))];
    const rss = Math.round(process.memoryUsage().rss / 1e6);
    console.log(row([workload, count, ...times, broken.rule, verify.toFixed(3), rss]));
  }
}
