/**
 * How small failing runs become: plants every known bug, shrinks the first failure of each with the effort that `corfuzz run` spends, and
 * prints what is left, with the medians.
 *
 *     node --conditions=corfuzz-source test/scripts/shrink-medians.ts
 */
import { shrinkPlan } from '../../sim/explore/shrink.ts';
import { mutants } from '../../sim/mutants/registry.ts';
import { runSeed } from '../../sim/run/run-seed.ts';
import { drawPlan } from '../../sim/workload/draw-plan.ts';
import { shippedScenarios } from '../support/shipped.ts';

const ATTEMPTS_MAX = 600;
const SEEDS_MAX = 1000;

const scenarios = await shippedScenarios();

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const left: { readonly operations: number; readonly faults: number }[] = [];
for (const mutant of mutants.filter(({ benign }) => !benign)) {
  const found = await firstFailure(mutant);
  if (found === undefined) {
    console.log(`${mutant.id}: not found`);
    continue;
  }
  const { scenario, seed, events } = found;
  const plan = drawPlan(scenario, seed);
  const control = { attemptsMax: ATTEMPTS_MAX, stopped: () => false };
  const { result, attempts } = await shrinkPlan(scenario, plan, { mutant }, control);
  left.push({ operations: result.plannedOperations, faults: result.plannedFaults });
  const from = `${plan.clients.flat().length} operations, ${plan.faults.length} faults, ${events} events`;
  const to = `${result.plannedOperations} operations, ${result.plannedFaults} faults, ${result.events} events`;
  console.log(`${mutant.id}  ${scenario.name}@${seed}  ${from} -> ${to}  in ${attempts} runs`);
}
console.log(
  `median: ${median(left.map(({ operations }) => operations))} operations, ${median(left.map(({ faults }) => faults))} faults`,
);

/** Round-robin over the scenarios, as `corfuzz mutants` does. */
async function firstFailure(mutant: (typeof mutants)[number]) {
  let seeds = 0;
  for (let seed = 0; seeds < SEEDS_MAX; seed += 1) {
    for (const scenario of scenarios) {
      seeds += 1;
      const { verdict, events } = await runSeed(scenario, seed, { mutant });
      if (verdict.kind !== 'pass') return { scenario, seed, events };
    }
  }
  return undefined;
}
