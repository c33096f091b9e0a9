/**
 * Which known bugs are found by nothing but holding runs against the specs: `node --conditions=corfuzz-source test/scripts/spec-mutants.ts [ID...]`.
 * Seeds are counted over the shipped scenarios in turn. `SEEDS` is how many are tried for each bug, 400 unless given.
 */
import { readdirSync } from 'node:fs';
import { mutants } from '../../sim/mutants/registry.ts';
import type { Scenario } from '../../sim/model/scenario.ts';
import { refinesSpecs } from '../../sim/refine/refines-specs.ts';
import { execute } from '../../sim/run/execute.ts';
import { loadScenario } from '../../sim/run/load-scenario.ts';
import { drawPlan } from '../../sim/workload/draw-plan.ts';

const seedsMax = Number(process.env['SEEDS'] ?? 400);
const wanted = new Set(process.argv.slice(2));
const folder = new URL('../../scenarios/', import.meta.url);
const scenarios: Scenario[] = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
  const scenario = await loadScenario(new URL(file, folder).href);
  // Beyond what a log can survive, and beyond what the specs say.
  if (scenario.unrestricted !== true) scenarios.push(scenario);
}

for (const { id, parts, benign, change } of mutants) {
  if (wanted.size > 0 ? !wanted.has(id) : benign) continue;
  let found = `not in ${seedsMax} seeds`;
  for (let n = 0; n < seedsMax; n += 1) {
    const scenario = scenarios[n % scenarios.length] as Scenario;
    const plan = drawPlan(scenario, Math.floor(n / scenarios.length));
    const { violations } = await execute(plan, parts, { properties: [refinesSpecs], eventsMax: 200_000 });
    const violation = violations.find(({ property }) => property.startsWith('spec.'));
    if (violation === undefined) continue;
    found = `after ${n + 1} seeds, in ${scenario.name}: ${violation.message}`;
    break;
  }
  console.log(`${id}  ${change}\n     ${found}`);
}
