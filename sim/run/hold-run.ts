/** One run held against the specs that its parts are bound to, whatever its scenario asks of it. */
import type { Plan } from '../model/plan.ts';
import type { RunView } from '../model/property.ts';
import type { Scenario } from '../model/scenario.ts';
import { loadBindings } from '../refine/bindings.ts';
import { type HeldReport, heldReport } from '../refine/held-report.ts';
import { SpecWatch } from '../refine/refines-specs.ts';
import type { Parts } from '../systems/corfu.ts';
import { execute } from './execute.ts';
import { EVENTS_MAX } from './run-seed.ts';

/** One report for each spec. The run ends with the first step that is none. */
export async function holdRun(scenario: Scenario, plan: Plan, parts: Partial<Parts>): Promise<readonly HeldReport[]> {
  const bindings = await loadBindings();
  const watches: SpecWatch[] = [];
  const watcher = {
    watch: (view: RunView) => {
      const watch = new SpecWatch(bindings, view);
      watches.push(watch);
      return watch;
    },
  };
  const eventsMax = scenario.eventsMax ?? EVENTS_MAX;
  await execute(plan, parts, { properties: [], watchers: [watcher], eventsMax });
  return watches.flatMap(({ verdicts }) => verdicts.map(heldReport));
}
