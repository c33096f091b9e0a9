/** What ships: every scenario adds something, every fault kind is somewhere, and each is called as its file is. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marks } from '../../sim/check/marks/all.ts';
import { faultProblem } from '../../sim/faults/fault-problem.ts';
import { faultKinds } from '../../sim/faults/registry.ts';
import type { PlannedFault } from '../../sim/model/plan.ts';
import { parseScenario } from '../../sim/model/scenario-schema.ts';
import { propertiesByName } from '../../sim/run/properties.ts';
import { runSeed } from '../../sim/run/run-seed.ts';
import { allRoles } from '../../sim/systems/topology.ts';
import { shippedScenarios } from '../support/shipped.ts';

const scenarios = await shippedScenarios();
/** These have meanings of their own: the reference, the smallest, and the one in which nothing may fail. */
const fixed = new Set(['default', 'tiny', 'quiet-append']);

describe('shipped scenarios', () => {
  it('are called as their files are', () => {
    const files = readdirSync(new URL('../../scenarios/', import.meta.url)).filter((file) => file.endsWith('.ts'));
    expect(scenarios.map(({ name }) => `${name}.ts`)).toEqual(files);
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s is what a scenario must be',
    (_name, scenario) => {
      const known = {
        faultKinds: faultKinds.map(({ kind }) => kind),
        marks: marks.map(({ name }) => name),
        properties: propertiesByName,
        faultProblem: (fault: PlannedFault) => faultProblem(fault, { roles: allRoles }),
      };
      expect(parseScenario(scenario, known)).toHaveProperty('scenario');
    },
  );

  it('are judged by everything that there is', () => {
    for (const { name, properties } of scenarios) {
      expect([name, ...properties.map((property) => property.name)]).toEqual([name, ...Object.keys(propertiesByName)]);
    }
  });

  it('allow every fault kind there is', () => {
    const allowed = new Set(scenarios.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
    expect(faultKinds.map(({ kind }) => kind).filter((kind) => !allowed.has(kind))).toEqual([]);
  });

  it('ask only for marks that exist', () => {
    const known = new Set(marks.map(({ name }) => name));
    expect(scenarios.flatMap(({ sometimes }) => sometimes).filter((mark) => !known.has(mark))).toEqual([]);
  });

  it.each(scenarios.filter(({ name }) => !fixed.has(name)).map((scenario) => [scenario.name, scenario] as const))(
    '%s has a mark or a fault kind that no other has',
    (_name, scenario) => {
      const others = scenarios.filter((other) => other !== scenario);
      const elsewhere = new Set(
        others.flatMap((other) => [...other.sometimes, ...other.faults.map(({ kind }) => kind)]),
      );
      const own = [...scenario.sometimes, ...scenario.faults.map(({ kind }) => kind)];
      expect(own.filter((name) => !elsewhere.has(name))).not.toEqual([]);
    },
  );

  it('keep tiny within 300 events', async () => {
    const tiny = scenarios.find(({ name }) => name === 'tiny')!;
    for (let seed = 0; seed < 50; seed += 1) {
      const { events, verdict } = await runSeed(tiny, seed, {});
      expect(verdict.kind).toBe('pass');
      expect(events).toBeLessThanOrEqual(300);
    }
  });

  it('let every operation of quiet-append succeed', async () => {
    const quiet = scenarios.find(({ name }) => name === 'quiet-append')!;
    for (let seed = 0; seed < 20; seed += 1) {
      const { operations, succeeded } = await runSeed(quiet, seed, {});
      expect(succeeded).toBe(operations);
    }
  });
});
