import { expect, it } from 'vitest';
import { shrinkPlan } from '../../../sim/explore/shrink.ts';
import type { Scenario } from '../../../sim/model/scenario.ts';
import { mutants } from '../../../sim/mutants/registry.ts';
import { runPlan } from '../../../sim/run/run-seed.ts';
import { drawPlan } from '../../../sim/workload/draw-plan.ts';
import { shortScenario } from '../../support/short-plan.ts';

const ordered: Scenario = {
  ...shortScenario,
  system: { stripes: 1, chainLength: 2, layoutServers: 3, spares: 2, managers: 1, fillDelayMicros: 0 },
  clients: { count: 2, operations: 12, mix: { append: 3, fill: 3 }, thinkMicros: [0, 300] },
  changes: [
    { change: 'drop-trimmed', atMicros: 0 },
    { change: 'scale-out', atMicros: [0, 1_000_000] },
  ],
};
const control = { attemptsMax: 200, stopped: () => false };

it('drops the orders that have nothing to do with what is wrong', async () => {
  const mutant = mutants.find(({ id }) => id === 'P09')!;
  let seed = 0;
  while ((await runPlan(ordered, drawPlan(ordered, seed), { mutant })).verdict.kind === 'pass') seed += 1;
  const plan = drawPlan(ordered, seed);
  expect(plan.changes?.map(({ change }) => change)).toEqual(['drop-trimmed', 'scale-out']);
  const shrunk = await shrinkPlan(ordered, plan, { mutant }, control);
  expect(shrunk.result.verdict.kind).toBe('violation');
  expect(shrunk.plan.changes).toEqual([]);
});
