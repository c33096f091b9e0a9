import type { Scenario } from './scenario.ts';

/** Declares a scenario; it does nothing but give the object its type, and editors their completion. */
export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}
