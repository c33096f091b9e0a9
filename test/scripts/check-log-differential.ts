/**
 * Compares the log checker with the brute force on many random histories: `node test/scripts/check-log-differential.ts
 * [count] [from]`. Prints a count per rule; exits 1 and prints the first mismatches if there are any.
 */
import { compare } from '../sim/check/log/differential.ts';

const count = Number(process.argv[2] ?? 100_000);
const from = Number(process.argv[3] ?? 1);
let mismatches = 0;
for (const spec of ['corfu', 'cells'] as const) {
  const rules: Record<string, number> = {};
  let [pending, illegal] = [0, 0];
  for (let seed = from; seed < from + count; seed++) {
    const { legal, rule, hasPending, mismatch } = compare(seed, spec);
    if (hasPending) pending += 1;
    if (!legal) illegal += 1;
    if (rule !== null) rules[rule] = (rules[rule] ?? 0) + 1;
    if (mismatch === null) continue;
    mismatches += 1;
    if (mismatches <= 3) console.log(mismatch);
  }
  console.log(`${spec}: ${count} histories, ${illegal} illegal, ${pending} with pending operations`, rules);
}
console.log(`${mismatches} mismatches`);
process.exitCode = mismatches === 0 ? 0 : 1;
