/**
 * Makes the runs and the pictures of the page that explains the protocols, `scenarios/README.md`. A story that its kept plan still tells
 * keeps it; for any other it looks for a few seeds in which it happens, shrinks their plans as long as it still happens, and
 * keeps the smallest as a capsule in `scenarios/stories`. Then it draws the capsules' runs into the page.
 *
 *     node --conditions=corfuzz-source test/scripts/tell-stories.ts            after a change of the protocols
 *     node --conditions=corfuzz-source test/scripts/tell-stories.ts NAME...    looks for these anew; takes minutes
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Shrunk, shrinkPlan } from '../../sim/explore/shrink.ts';
import { parseCapsule } from '../../sim/model/capsule-schema.ts';
import type { Capsule } from '../../sim/model/capsule.ts';
import type { Plan } from '../../sim/model/plan.ts';
import type { Scenario } from '../../sim/model/scenario.ts';
import { execute } from '../../sim/run/execute.ts';
import type { Subject } from '../../sim/report/space-time/moments-about.ts';
import { examinePlan, runSeed } from '../../sim/run/run-seed.ts';
import { drawPlan } from '../../sim/workload/draw-plan.ts';
import { shippedScenarios } from '../support/shipped.ts';
import { commandOf, pageUrl, storyUrl, withPictures } from '../support/story-page.ts';
import { happens, stories, type Story } from '../support/stories.ts';
import packageJson from '../../package.json' with { type: 'json' };

const SEEDS_MAX = 5000;
const ATTEMPTS_MAX = 3000;
const CANDIDATES = 8;
const EVENTS_MAX = 100_000;

const scenarios = await shippedScenarios();
const anew = process.argv.slice(2);
for (const story of stories) {
  const scenario = scenarios.find(({ name }) => name === story.scenario);
  if (scenario === undefined) throw new Error(`no scenario is called ${story.scenario}`);
  const kept = anew.includes(story.name) ? undefined : await keptPlan(story);
  const plan = kept ?? (await smallestPlan(story, { ...scenario, system: { ...scenario.system, ...story.system } }));
  writeFileSync(storyUrl(story.name), `${JSON.stringify(await capsuleOf(scenario, plan), null, 2)}\n`);
}
writeFileSync(pageUrl, await withPictures(readFileSync(pageUrl, 'utf8')));

/** The plan that is kept, if its run tells the story where it did. */
async function keptPlan(story: Story): Promise<Plan | undefined> {
  if (!existsSync(storyUrl(story.name))) return undefined;
  const { plan } = parseCapsule(readFileSync(storyUrl(story.name), 'utf8'), story.name);
  const { violations } = await execute(plan, {}, { properties: [happens(story)], eventsMax: EVENTS_MAX });
  const [told] = violations;
  if (told?.property !== story.name) return undefined;
  const command = commandOf(story.name, JSON.parse(told.message) as Subject);
  return readFileSync(pageUrl, 'utf8').includes(command) ? plan : undefined;
}

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
