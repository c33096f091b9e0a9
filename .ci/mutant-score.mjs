// Reads the document of `corfuzz mutants --reporter json` from stdin, prints a line per known bug, and fails when one survived, when a
// benign variant was flagged, or when there was nothing to find.
import { readFileSync } from 'node:fs';

const { mutants, benign, score } = JSON.parse(readFileSync(0, 'utf8'));
for (const { id, found, invariant, seeds } of mutants) {
  console.log(found ? `${id} found by ${invariant} after ${seeds} seeds` : `${id} SURVIVED ${seeds} seeds`);
}
for (const { id, flagged } of benign)
  console.log(flagged ? `${id} is benign and was FLAGGED` : `${id} is benign and passed`);
console.log(`${score.found} of ${score.total} found`);

const good = score.total > 0 && score.found === score.total && benign.every(({ flagged }) => !flagged);
process.exitCode = good ? 0 : 1;
