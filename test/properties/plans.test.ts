/**
 * Whatever plan fast-check comes up with, the log keeps its promises; and a plan that breaks them with a bug planted can be shrunk by
 * fast-check alone, although it did not draw it.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corfuClientView } from '../../sim/check/linearizable.ts';
import { invariants } from '../../sim/check/invariants/all.ts';
import { withinPromise } from '../../sim/faults/atlas.ts';
import type { Plan } from '../../sim/model/plan.ts';
import { mutants } from '../../sim/mutants/registry.ts';
import { execute } from '../../sim/run/execute.ts';
import { judge } from '../../sim/run/judge.ts';
import { operationArbitrary, systemArbitrary } from '../../sim/workload/arbitraries.ts';
import { drawPlan, planArbitrary } from '../../sim/workload/draw-plan.ts';
import defaultScenario from '../../scenarios/default.ts';

const RUNS = 600;
const permits = { replacement: false, unrestricted: false };
const operation = operationArbitrary(defaultScenario.clients);

/** Kinds, windows and anchors come from drawn plans; how many there are, and which, is up to fast-check. */
const faultPool = Array.from({ length: 40 }, (_unused, seed) => drawPlan(defaultScenario, seed)).flatMap(
  ({ faults }) => faults,
);

const plans: fc.Arbitrary<Plan> = fc
  .record({
    seed: fc.nat(),
    system: systemArbitrary({ ...defaultScenario.system, stripes: [1, 3], chainLength: [1, 3] }),
    clients: fc.array(fc.array(operation, { maxLength: 25 }), { minLength: 1, maxLength: 5 }),
    faults: fc.array(fc.constantFrom(...faultPool), { maxLength: 6 }),
  })
  .map(({ seed, system, clients, faults }) => ({
    format: 1,
    scenario: 'any',
    seed,
    system,
    clients,
    faults: withinPromise(faults, system, permits),
  }));

async function verdictOf(plan: Plan, parts = {}): Promise<string> {
  const run = await execute(plan, parts, { properties: [corfuClientView, invariants], eventsMax: 500_000 });
  const { kind, property, message } = judge(run);
  return kind === 'pass' ? kind : `${kind} ${property}: ${message}`;
}

describe('plans', () => {
  it('are survived, whichever they are', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        expect(await verdictOf(plan)).toBe('pass');
      }),
      { numRuns: RUNS, seed: 20_240_229 },
    );
  });

  it('are plain data: a plan that went through JSON gives the same run', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const copy = JSON.parse(JSON.stringify(plan)) as Plan;
        expect(copy).toEqual(plan);
        const options = { properties: [], eventsMax: 500_000 };
        const [one, other] = [await execute(plan, {}, options), await execute(copy, {}, options)];
        expect(other.traceHash).toBe(one.traceHash);
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  it('shrink without having been generated', async () => {
    const { parts } = mutants.find(({ id }) => id === 'P09')!;
    let plan = drawPlan(defaultScenario, 3);
    const arbitrary = planArbitrary(defaultScenario, plan);
    const first = { system: plan.system, clients: plan.clients.map((each) => [...each]), faults: [...plan.faults] };
    expect(arbitrary.canShrinkWithoutContext(first)).toBe(true);
    const before = JSON.stringify(plan).length;
    for (const { value } of arbitrary.shrink(first, undefined)) {
      const candidate = { ...plan, ...value };
      if ((await verdictOf(candidate, parts)) === 'pass') continue;
      plan = candidate;
      break;
    }
    expect(JSON.stringify(plan).length).toBeLessThan(before);
  });
});
