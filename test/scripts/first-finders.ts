/**
 * Which checker finds which known bug first: plants each bug, and lets the clients' view of the log, the invariants and the specs judge the
 * same seeds, each alone. Prints a row of a table for each: by what each of them finds it after how many seeds, and who of them sees it
 * earliest in the first run in which anybody does.
 *
 *     node --conditions=corfuzz-source test/scripts/first-finders.ts [ID...]
 *
 * Seeds are counted over the shipped scenarios in turn. `SEEDS` is how many are tried for each bug, 400 unless given.
 */
import { invariants } from '../../sim/check/invariants/all.ts';
import { corfuClientView } from '../../sim/check/linearizable.ts';
import type { Plan } from '../../sim/model/plan.ts';
import type { Property } from '../../sim/model/property.ts';
import type { Scenario } from '../../sim/model/scenario.ts';
import type { Mutant } from '../../sim/mutants/mutant.ts';
import { mutants } from '../../sim/mutants/registry.ts';
import { refinesSpecs } from '../../sim/refine/refines-specs.ts';
import { execute } from '../../sim/run/execute.ts';
import { drawPlan } from '../../sim/workload/draw-plan.ts';
import { shippedScenarios } from '../support/shipped.ts';

const EVENTS_MAX = 100_000;
const NEVER = Infinity;

const seedsMax = Number(process.env['SEEDS'] ?? 400);
const wanted = new Set(process.argv.slice(2));
// Beyond what a log can survive, everything may break.
const scenarios = (await shippedScenarios()).filter(({ unrestricted }) => unrestricted !== true);

const checkers = [
  { name: 'clients', property: corfuClientView },
  { name: 'invariants', property: invariants },
  { name: 'specs', property: refinesSpecs },
];

interface Finding {
  readonly step: number;
  readonly by: string;
}

/** The same plan gives the same run whoever watches, as far as it goes. */
async function findingIn(plan: Plan, { parts }: Mutant, property: Property): Promise<Finding | undefined> {
  const { violations, step } = await execute(plan, parts, { properties: [property], eventsMax: EVENTS_MAX });
  // That code threw is nobody's finding, though it ends the run.
  const violation = violations.find(
    ({ property: by, inconclusive }) => inconclusive !== true && by !== 'H-NoException',
  );
  return violation && { step, by: violation.property };
}

async function rowOf(mutant: Mutant): Promise<string> {
  const cells = checkers.map(() => '–');
  let first = '–';
  for (let n = 0; n < seedsMax && cells.includes('–'); n += 1) {
    const scenario = scenarios[n % scenarios.length] as Scenario;
    const plan = drawPlan(scenario, Math.floor(n / scenarios.length));
    const steps = checkers.map(() => NEVER);
    for (const [i, { property }] of checkers.entries()) {
      if (cells[i] !== '–' && first !== '–') continue;
      const finding = await findingIn(plan, mutant, property);
      if (finding === undefined) continue;
      steps[i] = finding.step;
      if (cells[i] === '–') cells[i] = `${finding.by}, ${n + 1}`;
    }
    const earliest = Math.min(...steps);
    if (first !== '–' || earliest === NEVER) continue;
    first = checkers
      .filter((_checker, i) => steps[i] === earliest)
      .map(({ name }) => name)
      .join(' and ');
  }
  return `| ${mutant.id} | ${mutant.change} | ${cells.join(' | ')} | ${first} |`;
}

if (wanted.size === 0) {
  console.log(`| bug | | ${checkers.map(({ name }) => name).join(' | ')} | first |\n|---|---|---|---|---|---|`);
}
for (const mutant of mutants) {
  if (wanted.size > 0 ? wanted.has(mutant.id) : !mutant.benign) console.log(await rowOf(mutant));
}
