/**
 * Makes the runs and the pictures of the page that explains the protocols, `scenarios/README.md`. For each story it looks for the first
 * seed in which it happens, shrinks the plan as long as it still happens, and keeps what is left as a capsule in
 * `scenarios/stories`; then it draws the capsules' runs into the page.
 *
 *     node --conditions=corfuzz-source test/scripts/tell-stories.ts            look for all stories anew, and write the page
 *     node --conditions=corfuzz-source test/scripts/tell-stories.ts NAME...    these only
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Shrunk, shrinkPlan } from '../../sim/explore/shrink.ts';
import type { Capsule } from '../../sim/model/capsule.ts';
import type { Plan } from '../../sim/model/plan.ts';
import type { Scenario } from '../../sim/model/scenario.ts';
import { examinePlan, runSeed } from '../../sim/run/run-seed.ts';
import { drawPlan } from '../../sim/workload/draw-plan.ts';
import { shippedScenarios } from '../support/shipped.ts';
import { pageUrl, storyUrl, withPictures } from '../support/story-page.ts';
import { happens, stories, type Story } from '../support/stories.ts';
import packageJson from '../../package.json' with { type: 'json' };

const SEEDS_MAX = 5000;
const ATTEMPTS_MAX = 3000;
const CANDIDATES = 8;

const scenarios = await shippedScenarios();
const wanted = process.argv.slice(2);
for (const story of stories) {
  if (wanted.length > 0 && !wanted.includes(story.name)) continue;
  const scenario = scenarios.find(({ name }) => name === story.scenario);
  if (scenario === undefined) throw new Error(`no scenario is called ${story.scenario}`);
  const plan = await smallestPlan(story, { ...scenario, system: { ...scenario.system, ...story.system } });
  writeFileSync(storyUrl(story.name), `${JSON.stringify(await capsuleOf(scenario, plan), null, 2)}\n`);
}
writeFileSync(pageUrl, await withPictures(readFileSync(pageUrl, 'utf8')));

/** Of the first seeds in which the story happens, that which shrinks to the fewest events. */
async function smallestPlan(story: Story, scenario: Scenario): Promise<Plan> {
  const told = { ...scenario, properties: [...scenario.properties, happens(story)] };
  const control = { attemptsMax: ATTEMPTS_MAX, stopped: () => false };
  let found = 0;
  let best: Shrunk | undefined;
  for (let seed = 0; seed < SEEDS_MAX && found < CANDIDATES; seed += 1) {
    const { verdict } = await runSeed(told, seed, {});
    if (verdict.property !== story.name) continue;
    found += 1;
    const shrunk = await shrinkPlan(told, drawPlan(scenario, seed), {}, control);
    if (best === undefined || shrunk.result.events < best.result.events) best = shrunk;
  }
  if (best === undefined) throw new Error(`${story.name} does not happen in ${SEEDS_MAX} seeds of ${scenario.name}`);
  const { result, plan } = best;
  const left = `${result.plannedOperations} operations, ${result.plannedFaults} faults, ${result.events} events`;
  console.log(`${story.name}: ${scenario.name}@${result.seed}, ${left}: ${result.verdict.message}`);
  return plan;
}

/** Of the whole run, which ends later than the story. */
async function capsuleOf(scenario: Scenario, plan: Plan): Promise<Capsule> {
  const { result } = await examinePlan(scenario, plan, {});
  const { verdict, traceHash, seed } = result;
  if (verdict.kind !== 'pass') throw new Error(`${scenario.name}, seed ${seed}: ${verdict.message ?? verdict.kind}`);
  const { version: corfuzz } = packageJson;
  return {
    format: 1,
    corfuzz,
    scenario: scenario.name,
    seed,
    mutant: null,
    plan,
    verdict,
    traceHash,
    shrunkFrom: null,
  };
}
