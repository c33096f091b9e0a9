import { expect, test } from 'vitest';
import { mutants } from '../../../sim/mutants/registry.ts';
import { loadBindings } from '../../../sim/refine/bindings.ts';
import { refinesSpecs, SpecWatch } from '../../../sim/refine/refines-specs.ts';
import { execute } from '../../../sim/run/execute.ts';
import { drawPlan } from '../../../sim/workload/draw-plan.ts';
import type { RunView } from '../../../sim/model/property.ts';
import type { Scenario } from '../../../sim/model/scenario.ts';
import type { Violation } from '../../../sim/model/verdict.ts';
import clocks from '../../../scenarios/clocks.ts';
import defaultScenario from '../../../scenarios/default.ts';

const bindings = await loadBindings();

async function violationsOf(scenario: Scenario, seed: number, mutant: string | null): Promise<readonly Violation[]> {
  const parts = mutants.find(({ id }) => id === mutant)?.parts ?? {};
  const properties = [refinesSpecs];
  return (await execute(drawPlan(scenario, seed), parts, { properties, eventsMax: 200_000 })).violations;
}

test.for(['P01', 'P07', 'P09'])('with nothing but the specs, %s is found', async (id) => {
  expect(await violationsOf(clocks, 0, null)).toEqual([]);
  const [violation] = await violationsOf(clocks, 0, id);
  expect(violation?.property).toMatch(/^spec\.(FlashUnit|ChainLog)$/);
  expect(violation?.message).toMatch(/ is no step .* \((FlashUnit|ChainLog)\.tla:\d+:\d+\) is not so/s);
  expect(violation?.explanation?.length).toBeGreaterThan(10);
});

test('whoever asks gets a verdict for each spec', async () => {
  const watches: SpecWatch[] = [];
  const watcher = {
    watch: (view: RunView) => {
      const watch = new SpecWatch(bindings, view);
      watches.push(watch);
      return watch;
    },
  };
  await execute(drawPlan(clocks, 0), {}, { properties: [], watchers: [watcher], eventsMax: 200_000 });
  expect(watches.flatMap(({ verdicts }) => verdicts.map(({ module }) => module))).toEqual([
    'FlashUnit',
    'ChainLog',
    'LayoutPaxos',
    'Reconfig',
  ]);
});

test('a run of which nothing is a step is not taken for checked', () => {
  const watch = refinesSpecs.watch({
    plan: drawPlan(defaultScenario, 0),
    history: () => [],
    shared: () => {
      throw new Error('nobody shares books here');
    },
  });
  const violations: Violation[] = [];
  watch.finish?.({ step: 1, timeMicros: 1 }, (violation) => violations.push(violation));
  expect(violations).toMatchObject([{ property: 'refines.specs', inconclusive: true }]);
});
