/**
 * Compares the log checker with the exhaustive search on many random histories, for every spec and every option:
 * `node test/scripts/check-log-differential.ts [count] [from]`. Prints a count per rule; exits 1 and prints the first
 * mismatches if there are any.
 */
import { compare, variants } from '../sim/check/log/differential.ts';

const count = Number(process.argv[2] ?? 100_000);
const from = Number(process.argv[3] ?? 1);
let mismatches = 0;
for (const [name, options] of Object.entries(variants)) {
  const rules: Record<string, number> = {};
  const verdicts = { ok: 0, illegal: 0, unknown: 0 };
  let pending = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { verdict, rule, hasPending, mismatch } = compare(seed, options);
    if (hasPending) pending += 1;
    verdicts[verdict] += 1;
    if (rule !== null) rules[rule] = (rules[rule] ?? 0) + 1;
    if (mismatch === null) continue;
    mismatches += 1;
    if (mismatches <= 3) console.log(mismatch);
  }
  const { illegal, unknown } = verdicts;
  console.log(
    `${name}: ${count} histories, ${illegal} illegal, ${unknown} unknown, ${pending} with pending operations`,
    rules,
  );
}
console.log(`${mismatches} mismatches`);
process.exitCode = mismatches === 0 ? 0 : 1;
