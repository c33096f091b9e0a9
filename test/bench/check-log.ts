/**
 * How long the log checker takes, in CPU seconds on one core: `node test/bench/check-log.ts [atomic | corfu]`, one
 * process for each. Histories of 100 clients from 10,000 to 1,000,000 operations, once legal and once with a single
 * stale "unwritten" in the last tenth, and of 100,000 operations by more and more clients. Prints the best of five (of
 * three for the million), and the most memory that the process ever held for history and check.
 */
import { spawnSync } from 'node:child_process';
import { checkLog } from '../../sim/check/log/check-log.ts';
import { verifyWitness } from '../../sim/check/log/verify-witness.ts';
import { atomicHistory, realisticHistory, withStaleUnwritten } from './realistic-history.ts';

const generators = { atomic: atomicHistory, corfu: realisticHistory };
type Spec = keyof typeof generators;

const sizes: readonly (readonly [clients: number, operations: number])[] = [
  [100, 10_000],
  [100, 30_000],
  [10, 100_000],
  [30, 100_000],
  [100, 100_000],
  [300, 100_000],
  [1000, 100_000],
  [100, 300_000],
  [100, 1_000_000],
];

/** CPU seconds, of all threads of the process: collecting garbage is part of the price. */
const best = (times: number, run: () => void): number => {
  let least = Infinity;
  for (let time = 0; time < times; time++) {
    const from = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(from);
    least = Math.min(least, user + system);
  }
  return least / 1e6;
};

const measure = (spec: Spec): void => {
  const widths = [7, 9, 12, 9, 11, 9, 6, 10, 0];
  const print = (cells: readonly unknown[]): void =>
    console.log(cells.map((cell, column) => String(cell).padEnd(widths[column]!)).join(''));
  print(['spec', 'clients', 'operations', 'legal s', 'per op us', 'stale s', 'rule', 'verify s', 'peak MB']);
  for (const [clients, count] of sizes) {
    const history = generators[spec](clients, count);
    const stale = withStaleUnwritten(history);
    const times = count > 300_000 ? 3 : 5;
    const legal = best(times, () => {
      if (checkLog(history, { spec }).verdict !== 'ok') throw new Error('the history is legal');
    });
    let rule = '';
    const illegal = best(times, () => {
      const verdict = checkLog(stale, { spec });
      if (verdict.verdict !== 'illegal') throw new Error('the history is illegal');
      rule = verdict.rule;
    });
    const peak = Math.round(process.resourceUsage().maxRSS / 1e3);
    const ok = checkLog(history, { spec });
    const verify = best(1, () => {
      const isProven = ok.verdict === 'ok' && verifyWitness(history, ok.witness, { spec }) === null;
      if (!isProven) throw new Error('the witness is wrong');
    });
    const perOperation = ((legal * 1e6) / count).toFixed(2);
    print([spec, clients, count, legal.toFixed(3), perOperation, illegal.toFixed(3), rule, verify.toFixed(3), peak]);
  }
};

const only = process.argv[2];
if (only === 'atomic' || only === 'corfu') {
  measure(only);
} else {
  for (const spec of Object.keys(generators)) {
    spawnSync(process.execPath, [...process.execArgv, import.meta.filename, spec], { stdio: 'inherit' });
  }
}
