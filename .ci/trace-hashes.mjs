// Reads the document of `corfuzz run --reporter json` from stdin and prints one line per scenario: its name and its trace hash.
// Two such lists are equal when every run of the two campaigns was.
import { readFileSync } from 'node:fs';

const { scenarios } = JSON.parse(readFileSync(0, 'utf8'));
if (scenarios.length === 0) throw new Error('no scenario ran');
for (const { name, seeds, traceHash } of scenarios) {
  if (typeof traceHash !== 'string' || traceHash === '') throw new Error(`${name} has no trace hash`);
  console.log(`${name} ${seeds} ${traceHash}`);
}
