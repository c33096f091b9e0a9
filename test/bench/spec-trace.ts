/**
 * What it costs to hold every step of a run against the specs: `node --conditions=corfuzz-source test/bench/spec-trace.ts`. Events a second of
 * processor time of `default` with everything on, without and with the specs; at least 200,000 is what we ask of the latter.
 */
import { refinesSpecs } from '../../sim/refine/refines-specs.ts';
import { runSeed } from '../../sim/run/run-seed.ts';
import defaultScenario from '../../scenarios/default.ts';

const ROUNDS = 5;
const SEEDS = 100;

const others = defaultScenario.properties.filter((property) => property !== refinesSpecs);
const withoutSpecs = { ...defaultScenario, properties: others };
const withSpecs = { ...defaultScenario, properties: [...others, refinesSpecs] };

async function eventsPerSecond(scenario: typeof defaultScenario): Promise<number> {
  const before = process.cpuUsage();
  let events = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) events += (await runSeed(scenario, seed, {})).events;
  const { user, system } = process.cpuUsage(before);
  return Math.round(events / ((user + system) / 1e6));
}

await eventsPerSecond(withSpecs);
for (let round = 0; round < ROUNDS; round += 1) {
  const without = await eventsPerSecond(withoutSpecs);
  console.log(`default: ${without} events/s, with the specs ${await eventsPerSecond(withSpecs)} events/s`);
}
