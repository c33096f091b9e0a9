import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultProblem } from '../../../sim/faults/fault-problem.ts';
import { faultKinds } from '../../../sim/faults/registry.ts';
import type { Topology } from '../../../sim/systems/topology.ts';

const topology: Topology = { roles: ['unit', 'unit', 'sequencer', 'client'] };
const drop = { kind: 'network.drop', atMicros: 0, durationMicros: 9, link: 'client-any', fromIndex: 0, toIndex: 0 };

describe('a fault', () => {
  test.each(faultKinds.map((kind) => [kind.kind, kind] as const))('%s as it is drawn is right', (_, kind) => {
    for (const fault of fc.sample(kind.arbitrary(topology, 50_000), { numRuns: 50, seed: 1 })) {
      expect(faultProblem(fault, topology)).toBeUndefined();
    }
  });

  test.each([
    [{ ...drop, kind: 'network.dorp' }, 'kind', 'unknown fault kind "network.dorp"; did you mean "network.drop"?'],
    [drop, null, 'network.drop needs "ratePpm"'],
    [{ ...drop, ratePpm: '7' }, 'ratePpm', 'expected a whole number, got "7"'],
    [{ ...drop, ratePpm: 0.5 }, 'ratePpm', 'expected a whole number, got 0.5'],
    [{ ...drop, atMicros: -1 }, 'atMicros', 'must be at least 0, got -1'],
    [
      { ...drop, link: 'client' },
      'link',
      'expected two roles with a hyphen between, such as "client-unit", got "client"; roles: unit, sequencer, client, any',
    ],
    [
      { ...drop, link: 'client-layout' },
      'link',
      'expected two roles with a hyphen between, such as "client-unit", got "client-layout"; roles: unit, sequencer, client, any',
    ],
    [
      { kind: 'process.crash', role: 'king', index: 0, atMicros: 0, downMicros: 1 },
      'role',
      'no node plays the role "king"; valid: unit, sequencer, client',
    ],
  ])('%j is wrong', (fault, parameter, message) => {
    expect(faultProblem(fault, topology)).toEqual({ parameter, message });
  });

  test('may turn a clock back', () => {
    const offset = { kind: 'clock.offset', role: 'unit', index: 0, offsetMicros: -5, atMicros: 0, durationMicros: 1 };
    expect(faultProblem(offset, topology)).toBeUndefined();
  });
});
