/** Enumerates a small world inside a test, under any relation of dependence. */
import { invariants } from '../../../../sim/check/invariants/all.ts';
import { corfuClientView } from '../../../../sim/check/linearizable.ts';
import type { Footprint } from '../../../../sim/explore/systematic/footprint.ts';
import { OutcomeBooks } from '../../../../sim/explore/systematic/outcome.ts';
import { SourceSets } from '../../../../sim/explore/systematic/source-sets.ts';
import type { Dependent } from '../../../../sim/explore/systematic/step.ts';
import { WorldExecution } from '../../../../sim/explore/systematic/world-execution.ts';
import type { PlannedFault } from '../../../../sim/model/plan.ts';
import type { World } from '../../../../sim/model/world.ts';
import { execute } from '../../../../sim/run/execute.ts';
import { planOfWorld } from '../../../../sim/workload/plan-world.ts';

export interface Enumerated {
  readonly executions: number;
  readonly outcomes: readonly number[];
  /** Properties that some execution broke. */
  readonly broken: readonly string[];
}

export async function enumerate(
  world: World,
  faults: readonly PlannedFault[],
  dependent: Dependent<Footprint>,
): Promise<Enumerated> {
  const plan = planOfWorld('test', world, faults);
  const search = new SourceSets<Footprint>(dependent);
  const outcomes = new Set<number>();
  const broken = new Set<string>();
  let executions = 0;
  do {
    const execution = new WorldExecution(plan, search);
    const books = new OutcomeBooks();
    const run = await execute(
      plan,
      {},
      {
        properties: [corfuClientView, invariants],
        watchers: [books, { watch: () => execution }],
        eventsMax: 10_000,
        chooser: execution,
      },
    );
    execution.end();
    executions += 1;
    for (const { property } of run.violations) broken.add(property);
    if (!search.blocked) outcomes.add(books.digest(run.history));
  } while (search.next());
  return { executions, outcomes: [...outcomes].sort((a, b) => a - b), broken: [...broken] };
}
