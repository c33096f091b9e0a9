/**
 * Compares the transaction checkers with the brute force on many random histories: `node
 * test/scripts/check-transactions-differential.ts [count] [from]`. Prints a count per rule; exits 1 and prints the first mismatches
 * if there are any. Snapshot isolation gets a twentieth: its oracle is slow.
 */
import { compare } from '../sim/check/transactions/differential.ts';

const count = Number(process.argv[2] ?? 100_000);
const from = Number(process.argv[3] ?? 1);
let mismatches = 0;
for (const workload of ['list-append', 'rw-register'] as const) {
  for (const isolation of [
    'strict-serializable',
    'strong-session-serializable',
    'serializable',
    'snapshot-isolation',
  ] as const) {
    const histories = isolation === 'snapshot-isolation' ? Math.ceil(count / 20) : count;
    const rules: Record<string, number> = {};
    const verdicts = { ok: 0, illegal: 0, unknown: 0 };
    let pending = 0;
    for (let seed = from; seed < from + histories; seed++) {
      const { verdict, rule, hasPending, mismatch } = compare(seed, workload, isolation);
      verdicts[verdict] += 1;
      if (hasPending) pending += 1;
      if (rule !== null) rules[rule] = (rules[rule] ?? 0) + 1;
      if (mismatch === null) continue;
      mismatches += 1;
      if (mismatches <= 3) console.log(mismatch);
    }
    console.log(
      `${workload}, ${isolation}: ${histories} histories, ${pending} with pending transactions`,
      verdicts,
      rules,
    );
  }
}
console.log(`${mismatches} mismatches`);
process.exitCode = mismatches === 0 ? 0 : 1;
