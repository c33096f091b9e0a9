/**
 * Compares the search for objects with the brute force on many random histories of each model: `node
 * --conditions=corfuzz-source test/scripts/check-objects-differential.ts [count] [from]`. Exits 1 and prints the first mismatches if there
 * are any.
 */
import { compare } from '../sim/check/objects/differential.ts';
import { toys, moreToys } from '../sim/check/objects/toys.ts';

const count = Number(process.argv[2] ?? 100_000);
const from = Number(process.argv[3] ?? 1);
let mismatches = 0;
for (const toy of [...toys, ...moreToys]) {
  let [pending, illegal] = [0, 0];
  for (let seed = from; seed < from + count; seed++) {
    const { legal, hasPending, mismatch } = compare(toy, seed);
    if (hasPending) pending += 1;
    if (!legal) illegal += 1;
    if (mismatch === null) continue;
    mismatches += 1;
    if (mismatches <= 3) console.log(mismatch);
  }
  console.log(`${toy.name}: ${count} histories, ${illegal} illegal, ${pending} with pending operations`);
}
console.log(`${mismatches} mismatches`);
process.exitCode = mismatches === 0 ? 0 : 1;
