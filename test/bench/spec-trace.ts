/**
 * What it costs to hold every step of a run against the specs: `node --conditions=corfuzz-source test/bench/spec-trace.ts`. Events a second of
 * processor time of `default` with everything on, without and with the specs; at least 200,000 is what we ask of the latter.
 */
import { loadBindings } from '../../sim/refine/bindings.ts';
import { refinesSpecs } from '../../sim/refine/refines-specs.ts';
import { runSeed } from '../../sim/run/run-seed.ts';
import defaultScenario from '../../scenarios/default.ts';

const ROUNDS = 5;
const SEEDS = 100;

const bindings = await loadBindings();
let claims = 0;
const held = refinesSpecs(bindings, (watch) => {
  watches.push(watch);
});
const watches: { readonly verdicts: readonly { readonly events: number }[] }[] = [];
const withSpecs = { ...defaultScenario, properties: [...defaultScenario.properties, held] };

async function eventsPerSecond(scenario: typeof defaultScenario): Promise<number> {
  const before = process.cpuUsage();
  let events = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) events += (await runSeed(scenario, seed, {})).events;
  const { user, system } = process.cpuUsage(before);
  for (const { verdicts } of watches.splice(0)) for (const verdict of verdicts) claims += verdict.events;
  return Math.round(events / ((user + system) / 1e6));
}

await eventsPerSecond(withSpecs);
console.log(`events of ${SEEDS} seeds that were held against a spec: ${claims}`);
for (let round = 0; round < ROUNDS; round += 1) {
  const without = await eventsPerSecond(defaultScenario);
  const all = await eventsPerSecond(withSpecs);
  console.log(`default: ${without} events/s, with the specs ${all} events/s`);
}
