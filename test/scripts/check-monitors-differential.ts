/**
 * Compares the monitors with the oracle on many random histories: `node test/scripts/check-monitors-differential.ts [count] [from]
 * [monitor]`. Prints what each monitor said how often; exits 1 and prints the first mismatches if there are any.
 */
import { comparisons } from '../sim/check/objects/monitors/subjects.ts';

const count = Number(process.argv[2] ?? 100_000);
const from = Number(process.argv[3] ?? 1);
const only = process.argv[4];
let mismatches = 0;
for (const [monitor, compare] of Object.entries(comparisons)) {
  if (only !== undefined && only !== monitor) continue;
  const saidTimes: Record<string, number> = {};
  let [pending, illegal] = [0, 0];
  for (let seed = from; seed < from + count; seed++) {
    const { legal, said, hasPending, mismatch } = compare(seed);
    if (hasPending) pending += 1;
    if (!legal) illegal += 1;
    saidTimes[said] = (saidTimes[said] ?? 0) + 1;
    if (mismatch === null) continue;
    mismatches += 1;
    if (mismatches <= 3) console.log(monitor, mismatch);
  }
  console.log(`${monitor}: ${count} histories, ${illegal} illegal, ${pending} with pending operations`, saidTimes);
}
console.log(`${mismatches} mismatches`);
process.exitCode = mismatches === 0 ? 0 : 1;
