/** How a scenario says what stands behind its tails, and what it is told when it says so wrongly. */
import { expect, it } from 'vitest';
import { invariants } from '../../../sim/check/invariants/all.ts';
import { parseScenario } from '../../../sim/model/scenario-schema.ts';

const known = { faultKinds: [], marks: [], properties: {}, faultProblem: () => undefined };

function parsed(system: object) {
  const clients = { count: 1, operations: 1, mix: { append: 1 } };
  const scenario = {
    name: 'a',
    summary: 'b',
    system,
    clients,
    properties: [invariants],
    succeeds: { atLeastPercent: 0 },
  };
  return parseScenario(scenario, known);
}

const problems = (path: string, message: string) => ({
  problems: [{ path: ['system', path], inKey: false, message }],
});

it.each(['confirmed', 'leased', 'serializable'] as const)('takes the strength "%s"', (strength) => {
  expect(parsed({ strength, layoutServers: 3, leaseMicros: [1, 2], driftPpm: 0 })).toMatchObject({
    scenario: { system: { strength } },
  });
});

it('names the strength that was probably meant', () => {
  expect(parsed({ strength: 'serialisable' })).toEqual(
    problems('strength', 'unknown strength "serialisable"; did you mean "serializable"?'),
  );
});

it('grants no leases without layout servers', () => {
  const wrong = problems('strength', 'leases are granted by layout servers: layoutServers must be at least 1');
  expect(parsed({ strength: 'leased' })).toEqual(wrong);
  expect(parsed({ strength: 'leased', layoutServers: [0, 3] })).toEqual(wrong);
  expect(parsed({ strength: 'leased', layoutServers: [1, 3] })).toHaveProperty('scenario');
});

it('knows of no clock that is worse than half', () => {
  expect(parsed({ driftPpm: 600_000 })).toEqual(problems('driftPpm', 'must be at most 500000'));
});
