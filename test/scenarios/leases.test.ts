/** What leases are worth: nothing, where clocks are worse than the leases allow for; and that is noticed. */
import { expect, it } from 'vitest';
import { invariants } from '../../sim/check/invariants/all.ts';
import { corfuClientView } from '../../sim/check/linearizable.ts';
import type { Scenario } from '../../sim/model/scenario.ts';
import { runSeed } from '../../sim/run/run-seed.ts';
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
