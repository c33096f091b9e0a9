/** Scenarios of this thread by URL, loaded once, with the faults, marks and properties that this package knows. */
import { marks } from '../check/marks/all.ts';
import { faultProblem } from '../faults/fault-problem.ts';
import { faultKinds } from '../faults/registry.ts';
import { allRoles } from '../systems/topology.ts';
import type { KnownNames } from '../model/scenario-schema.ts';
import type { Scenario } from '../model/scenario.ts';
import { propertiesByName } from './properties.ts';
import { readScenario } from './scenario-file.ts';
import type { ScenarioDescription } from './worker-protocol.ts';

const known: KnownNames = {
  faultKinds: faultKinds.map(({ kind }) => kind),
  marks: marks.map(({ name }) => name),
  properties: propertiesByName,
  faultProblem: (fault) => faultProblem(fault, { roles: allRoles }),
};

const loaded = new Map<string, Promise<Scenario>>();

/** Rejects with an `InputError` for a file that is missing, throws, or is no scenario. */
export function loadScenario(url: string): Promise<Scenario> {
  const scenario = loaded.get(url) ?? readScenario(url, known);
  loaded.set(url, scenario);
  return scenario;
}

export function describe(scenario: Scenario): ScenarioDescription {
  const faults = [...scenario.faults, ...(scenario.always ?? [])].map(({ kind }) => kind);
  return {
    name: scenario.name,
    summary: scenario.summary,
    faults: [...new Set(faults)],
    properties: scenario.properties.map(({ name }) => name),
    sometimes: scenario.sometimes,
    succeedsAtLeastPercent: scenario.succeeds.atLeastPercent,
    expectsUnavailable: scenario.expects === 'unavailable',
  };
}
