/**
 * Draws the plan of a seed: cluster, operations, faults. Streams are split by purpose, so that a scenario that changes its
 * faults keeps its operations.
 */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { requireFaultKind } from '../faults/registry.ts';
import { drawFaults, faultsLike } from '../faults/swarm.ts';
import { type Permits, withinPromise } from '../faults/atlas.ts';
import type { FaultKind } from '../faults/fault-kind.ts';
import { generatorFor } from '../kernel/keyed-generator.ts';
import type { CorfuPlan, Plan, PlannedChange, PlannedFault, PlannedOperation } from '../model/plan.ts';
import type { OrderedChange, Range, Scenario } from '../model/scenario.ts';
import { topologyOf } from '../systems/corfu.ts';
import { integerIn, operationArbitrary, systemArbitrary } from './arbitraries.ts';
import { planOfWorld } from './plan-world.ts';

const FAULT_COUNT: Range = [1, 6];

export function drawPlan(scenario: Scenario, seed: number): Plan {
  if (scenario.world !== undefined) return { ...planOfWorld(scenario.name, scenario.world, []), seed };
  const draw = <T>(arbitrary: Arbitrary<T>, label: string): T =>
    arbitrary.generate(new fc.Random(generatorFor(seed, label)), undefined).value;
  const arbitraries = arbitrariesOf(scenario);
  const system = draw(arbitraries.system, 'system');
  const clients = draw(clientsArbitrary(arbitraries.client, draw(arbitraries.clientCount, 'clients')), 'operations');
  const withoutFaults: Plan = { format: 1, scenario: scenario.name, seed, system, clients, faults: [] };
  const count = draw(integerIn(scenario.faultCount ?? FAULT_COUNT), 'fault count');
  const horizonMicros = horizonOf(withoutFaults);
  const permits = permitsOf(scenario);
  const draft = {
    allowed: kindsOf(scenario),
    topology: topologyOf(withoutFaults),
    system,
    horizonMicros,
    count,
    permits,
  };
  const drawn = drawFaults(draft, generatorFor(seed, 'faults'));
  const faults = withinPromise([...(scenario.always ?? []), ...drawn], system, permits);
  if (scenario.changes === undefined) return { ...withoutFaults, faults };
  return { ...withoutFaults, faults, changes: draw(changesArbitrary(scenario.changes), 'changes') };
}

/** What the scenario lets the atlas admit. */
export function permitsOf(scenario: Scenario): Permits {
  return { unrestricted: scenario.unrestricted ?? false, replacement: scenario.replacement ?? false };
}

interface PlanArbitraries {
  readonly system: Arbitrary<CorfuPlan>;
  readonly clientCount: Arbitrary<number>;
  readonly client: Arbitrary<PlannedOperation[]>;
}

/** What does not depend on the seed, since to build it costs as much as to draw a small plan. */
const arbitrariesByScenario = new WeakMap<Scenario, PlanArbitraries>();

function arbitrariesOf(scenario: Scenario): PlanArbitraries {
  const known = arbitrariesByScenario.get(scenario);
  if (known !== undefined) return known;
  const { count, operations } = scenario.clients;
  const hasStreams = scenario.system.streams !== undefined;
  const [minLength, maxLength] = typeof operations === 'number' ? [operations, operations] : operations;
  const arbitraries = {
    system: systemArbitrary(scenario.system),
    clientCount: integerIn(count),
    client: fc.array(operationArbitrary(scenario.clients, hasStreams), { minLength, maxLength, size: 'max' }),
  };
  arbitrariesByScenario.set(scenario, arbitraries);
  return arbitraries;
}

function clientsArbitrary(client: Arbitrary<PlannedOperation[]>, count: number): Arbitrary<PlannedOperation[][]> {
  return fc.array(client, { minLength: count, maxLength: count, size: 'max' });
}

function changesArbitrary(changes: readonly OrderedChange[]): Arbitrary<PlannedChange[]> {
  const one = ({ change, atMicros }: OrderedChange): Arbitrary<PlannedChange> =>
    fc.record({ change: fc.constant(change), atMicros: integerIn(atMicros) }, { noNullPrototype: true });
  return fc.tuple(...changes.map(one));
}

/** What `plan`, one of `scenario`, can shrink to: the same shape and smaller values. */
export function planArbitrary(
  scenario: Scenario,
  plan: Plan,
): Arbitrary<{ system: CorfuPlan; clients: PlannedOperation[][]; faults: PlannedFault[] }> {
  return fc.record({
    system: systemArbitrary(scenario.system),
    // A plan without clients is no workload, and faults that name one make no sense in it.
    clients: fc.array(fc.array(operationArbitrary(scenario.clients, scenario.system.streams !== undefined)), {
      minLength: 1,
    }),
    faults: faultsLike(plan.faults),
  });
}

function kindsOf(scenario: Scenario): readonly FaultKind[] {
  return scenario.faults.map(({ kind }) => requireFaultKind(kind));
}

/** About how long the operations of the busiest client take. */
function horizonOf(plan: Plan): number {
  const { delayMicros, jitterMicros } = plan.system;
  const perOperation = 6 * (delayMicros + jitterMicros);
  const lengths = plan.clients.map((operations) =>
    operations.reduce((sum, { thinkMicros }) => sum + thinkMicros + perOperation, 0),
  );
  return Math.max(1_000, ...lengths);
}
