/**
 * How long the log checker takes: `node test/bench/check-log.ts`. Histories of 100 clients from 10,000 to 1,000,000
 * operations, once legal and once with a single stale "unwritten" in the last tenth. Prints the best of five (of three
 * for the million) and the heap that the history and the check hold, in one process on one core.
 */
import { checkLog } from '../../sim/check/log/check-log.ts';
import { verifyWitness } from '../../sim/check/log/verify-witness.ts';
import type { LogHistory } from '../../sim/model/history.ts';
import { realisticHistory } from './realistic-history.ts';

/** Lets one late read find its position unwritten though the append had returned long before. */
const withStaleRead = (history: LogHistory): LogHistory => {
  const at = history.findIndex((op, index) => index > history.length * 0.9 && op.op === 'read' && op.out === 'data');
  const { outVal, ...read } = history[at] as Extract<LogHistory[number], { op: 'read' }>;
  const append = history[outVal as number]!;
  const later = { ...read, out: 'unwritten' as const, call: append.return! + 1, return: append.return! + 2 };
  return history.with(at, later);
};

const best = (times: number, run: () => void): number => {
  let least = Infinity;
  for (let time = 0; time < times; time++) {
    const from = performance.now();
    run();
    least = Math.min(least, performance.now() - from);
  }
  return least / 1000;
};

const megabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);

console.log('clients  operations  legal s  per op us  stale s  rule  verify s  rss MB');
for (const count of [10_000, 30_000, 100_000, 300_000, 1_000_000]) {
  const history = realisticHistory(100, count);
  const stale = withStaleRead(history);
  const times = count > 300_000 ? 3 : 5;
  const legal = best(times, () => {
    const { verdict } = checkLog(history, { spec: 'corfu' });
    if (verdict !== 'ok') throw new Error('the history is legal');
  });
  let rule = '';
  const illegal = best(times, () => {
    const verdict = checkLog(stale, { spec: 'corfu' });
    if (verdict.verdict !== 'illegal') throw new Error('the history is illegal');
    rule = verdict.rule;
  });
  const ok = checkLog(history, { spec: 'corfu' });
  const verify = best(1, () => {
    if (ok.verdict !== 'ok' || verifyWitness(history, ok.witness, 'corfu') !== null)
      throw new Error('the witness is wrong');
  });
  const cells = [
    100,
    count,
    legal.toFixed(3),
    ((legal * 1e6) / count).toFixed(2),
    illegal.toFixed(3),
    rule,
    verify.toFixed(3),
    megabytes(),
  ];
  console.log(cells.map((cell, column) => String(cell).padEnd([9, 12, 9, 11, 9, 6, 10, 0][column]!)).join(''));
}
