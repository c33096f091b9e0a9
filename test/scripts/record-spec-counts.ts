/**
 * Checks the models of `specs/` that must hold, and writes what it counted to `specs/counts.json`: those named, or all of them, which takes
 * some minutes because of the larger ones. A model that does not hold is not recorded, and the exit code is 1.
 *
 *     node --conditions=corfuzz-source test/scripts/record-spec-counts.ts [MC_ChainLog ...]
 */
import { writeFileSync } from 'node:fs';
import { checkProgram, countsFile, hashOf, programOf, recordedCounts, specModels } from '../specs/spec-models.ts';

const asked = process.argv.slice(2);
const models = specModels().filter(({ violates }) => violates === null);
const unknown = asked.filter((name) => !models.some((model) => model.name === name));
if (unknown.length > 0) throw new Error(`no such model: ${unknown.join(', ')}`);

const counts = { ...recordedCounts() };
for (const name of Object.keys(counts)) if (!models.some((model) => model.name === name)) delete counts[name];
for (const model of models) {
  if (asked.length > 0 && !asked.includes(model.name)) continue;
  const program = await programOf(model);
  const before = process.cpuUsage();
  const { result, violated, message, distinct, generated, depth } = checkProgram(program);
  const { user, system } = process.cpuUsage(before);
  const said = result === 'ok' ? 'ok' : `${result} ${violated ?? ''} ${message}`;
  const seconds = ((user + system) / 1e6).toFixed(1);
  console.log(`${model.name}: ${said}, ${distinct} distinct, ${generated} generated, depth ${depth}, ${seconds} s`);
  if (result === 'ok') counts[model.name] = { hash: hashOf(program), distinct, generated, depth };
  else process.exitCode = 1;
}
const sorted = Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(countsFile, `${JSON.stringify(sorted, null, 2)}\n`);
