/**
 * What the strengths of an answer are worth. Leases: nothing, where clocks are worse than they allow for; and that is noticed.
 * Serializable answers: that they were right once.
 */
import { expect, it } from 'vitest';
import { invariants } from '../../sim/check/invariants/all.ts';
import { corfuClientView } from '../../sim/check/linearizable.ts';
import { checkLog } from '../../sim/check/log/check-log.ts';
import type { Scenario } from '../../sim/model/scenario.ts';
import { execute } from '../../sim/run/execute.ts';
import { runSeed } from '../../sim/run/run-seed.ts';
import { drawPlan } from '../../sim/workload/draw-plan.ts';
import { shippedScenarios } from '../support/shipped.ts';

const scenarios = await shippedScenarios();
const shipped = scenarios.find(({ name }) => name === 'clock-drift-at-the-bound')!;
const atTheBound: Scenario = { ...shipped, properties: [corfuClientView, invariants] };

async function verdictsOf(scenario: Scenario): Promise<readonly (string | undefined)[]> {
  const verdicts: (string | undefined)[] = [];
  for (let seed = 0; seed < 5; seed += 1) {
    const { verdict } = await runSeed(scenario, seed, {});
    verdicts.push(verdict.kind === 'pass' ? 'pass' : verdict.property);
  }
  return verdicts;
}

it('clocks that drift as far as leases allow for mislead nobody', async () => {
  expect(new Set(await verdictsOf(atTheBound))).toEqual(new Set(['pass']));
});

it('clocks that drift further do, and are caught at it', async () => {
  const system = { ...atTheBound.system, driftPpm: 10_000 };
  expect(await verdictsOf({ ...atTheBound, system, unrestricted: true })).toContain('E-NoReadPastExpiry');
});

it('what clients that ask for serializable answers are told is no more than that', async () => {
  const staleTails = scenarios.find(({ name }) => name === 'stale-tails')!;
  const asConfirmed: string[] = [];
  for (let seed = 0; seed < 5; seed += 1) {
    const { history } = await execute(drawPlan(staleTails, seed), {}, { properties: [], eventsMax: 100_000 });
    const terms = { spec: 'corfu', trims: 'lingering' } as const;
    expect(checkLog(history, { ...terms, strength: 'serializable' }).verdict).toBe('ok');
    asConfirmed.push(checkLog(history, { ...terms, strength: 'confirmed' }).verdict);
  }
  expect(asConfirmed).toContain('illegal');
});
