/** How a scenario says what stands behind its tails and what its operator orders, and what it is told when it says so wrongly. */
import { describe, expect, it } from 'vitest';
import { invariants } from '../../../sim/check/invariants/all.ts';
import { parseScenario } from '../../../sim/model/scenario-schema.ts';

const known = { faultKinds: [], marks: [], properties: {}, faultProblem: () => undefined };

function parsed(system: object, more: object = {}) {
  const clients = { count: 1, operations: 1, mix: { append: 1 } };
  const scenario = {
    name: 'a',
    summary: 'b',
    system,
    clients,
    properties: [invariants],
    succeeds: { atLeastPercent: 0 },
    ...more,
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

describe('orders of the operator', () => {
  const ordered = (change: object, system: object = { managers: [1, 2] }) => parsed(system, { changes: [change] });

  it('are changes, each at a time that may be drawn', () => {
    for (const atMicros of [5, [0, 9]]) {
      const order = { change: 'drop-trimmed', atMicros };
      expect(ordered(order)).toMatchObject({ scenario: { changes: [order] } });
    }
  });

  it.each([
    [{ change: 'scaleout', atMicros: 1 }, ['change'], 'unknown change "scaleout"; did you mean "scale-out"?'],
    [{ change: 'scale-out', atMicros: [9, 1] }, ['atMicros'], 'min is above max'],
    [{ change: 'scale-out' }, [], '"atMicros" is missing'],
  ])('are refused: %j', (order, path, message) => {
    expect(ordered(order)).toEqual({ problems: [{ path: ['changes', 0, ...path], inKey: false, message }] });
  });

  it('need somebody who does them', () => {
    const message = 'what the operator orders is done by managers: managers must be at least 1';
    const refused = { problems: [{ path: ['changes'], inKey: false, message }] };
    expect(ordered({ change: 'scale-out', atMicros: 1 }, {})).toEqual(refused);
    expect(ordered({ change: 'scale-out', atMicros: 1 }, { managers: [0, 2] })).toEqual(refused);
  });
});
