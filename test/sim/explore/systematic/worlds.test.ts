/** Small worlds, whole: with a bug planted some order shows it, and without one none does. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marks } from '../../../../sim/check/marks/all.ts';
import { explorePart } from '../../../../sim/explore/systematic/explore-part.ts';
import { partsOf } from '../../../../sim/explore/systematic/world-parts.ts';
import { shrinkPlan } from '../../../../sim/explore/shrink.ts';
import { parseCapsule } from '../../../../sim/model/capsule-schema.ts';
import type { Capsule } from '../../../../sim/model/capsule.ts';
import type { PartResult, WorldPart } from '../../../../sim/model/enumerated.ts';
import { parseScenario } from '../../../../sim/model/scenario-schema.ts';
import type { Scenario } from '../../../../sim/model/scenario.ts';
import type { World } from '../../../../sim/model/world.ts';
import type { Mutant } from '../../../../sim/mutants/mutant.ts';
import { mutants } from '../../../../sim/mutants/registry.ts';
import { propertiesByName } from '../../../../sim/run/properties.ts';
import { runPlan } from '../../../../sim/run/run-seed.ts';

const folder = new URL('../../../../scenarios/worlds/', import.meta.url);
const files = readdirSync(folder);
const worlds = new Map<string, Scenario>();
for (const file of files) {
  const module = (await import(new URL(file, folder).href)) as { readonly default: Scenario };
  worlds.set(file.replace('.ts', ''), module.default);
}

function scenarioOf(name: string): Scenario {
  return worlds.get(name) as Scenario;
}

function mutantOf(id: string): Mutant {
  return mutants.find((each) => each.id === id) as Mutant;
}

/** Enumerates the part of the world in which nothing crashes, or the one of that name. */
function exploreWorld(
  name: string,
  mutant?: Mutant,
  partName = 'nothing crashes',
  executionsMax = 5_000,
): Promise<PartResult> {
  const scenario = scenarioOf(name);
  const world = scenario.world as World;
  const part = partsOf(world).find((each) => each.name === partName) as WorldPart;
  const control = { executionsMax, beat: () => undefined, stopped: () => false };
  return explorePart(scenario, world, part, mutant?.parts ?? {}, control);
}

const cheap = [
  'owner-and-filler',
  'owner-and-two-fillers',
  'fill-and-trim',
  'writer-and-lost-head',
  'writer-and-lost-tail',
];

describe('small worlds that ship', () => {
  it('are called as their files are, and are what a scenario must be', () => {
    const known = {
      faultKinds: [],
      marks: marks.map(({ name }) => name),
      properties: propertiesByName,
      faultProblem: () => undefined,
    };
    for (const [name, scenario] of worlds) {
      expect(scenario.name).toBe(name);
      expect(parseScenario(scenario, known)).toHaveProperty('scenario');
    }
  });

  it.each(cheap)('%s is exhausted, breaks nothing and reaches its marks', async (name) => {
    const { exhausted, failure, unfinished, marks: reached } = await exploreWorld(name);
    expect([exhausted, failure, unfinished]).toEqual([true, null, 0]);
    expect(scenarioOf(name).sometimes.filter((mark) => reached[mark] === undefined)).toEqual([]);
  });

  it('say when there was more than was tried', async () => {
    const { exhausted, executions, failure } = await exploreWorld('owner-and-filler', undefined, 'nothing crashes', 10);
    expect([exhausted, executions, failure]).toEqual([false, 10, null]);
  });
});

describe('known bugs', () => {
  it.each(['P07', 'P09', 'P10', 'P11', 'P12', 'P13', 'P14', 'P15'])(
    '%s shows in the smallest world, long before it is exhausted',
    async (id) => {
      const mutant = mutantOf(id);
      const { failure } = await exploreWorld('owner-and-filler', mutant);
      expect([...mutant.breaks, ...mutant.implied]).toContain(failure?.verdict.property);
      expect(failure?.executions).toBeLessThan(100);
    },
  );

  it('that need a reconfiguration show in one', async () => {
    const { failure } = await exploreWorld('writer-and-lost-head', mutantOf('P03'));
    expect(failure?.verdict.property).toBe('U-NoStaleEpochEffect');
  });

  it('are not seen where there are none', async () => {
    const { exhausted, failure } = await exploreWorld('owner-and-two-fillers', mutantOf('B2'));
    expect([exhausted, failure]).toEqual([true, null]);
  });
});

describe('what broke something', () => {
  it('replays from its capsule, choice by choice', async () => {
    const mutant = mutantOf('P14');
    const { failure } = await exploreWorld('owner-and-filler', mutant);
    if (failure === null) throw new Error('P14 was not found');
    const { plan, verdict } = failure;
    const capsule: Capsule = {
      format: 1,
      corfuzz: '0.0.0',
      scenario: 'owner-and-filler',
      seed: plan.seed,
      mutant: mutant.id,
      plan,
      verdict,
      traceHash: '',
      shrunkFrom: null,
    };
    const read = parseCapsule(JSON.stringify(capsule), 'capsule.json');
    expect(read.plan).toEqual(plan);
    const again = await runPlan(scenarioOf('owner-and-filler'), read.plan, { mutant });
    expect(again.verdict).toEqual(verdict);
  });

  it('shrinks to the choices that matter', async () => {
    const mutant = mutantOf('P14');
    const { failure } = await exploreWorld('owner-and-filler', mutant);
    if (failure === null) throw new Error('P14 was not found');
    const { plan } = failure;
    const control = { attemptsMax: 500, stopped: () => false };
    const shrunk = await shrinkPlan(scenarioOf('owner-and-filler'), plan, { mutant }, control);
    expect(shrunk.result.verdict.property).toBe('C-JunkNotAck');
    const before = plan.world?.choices ?? [];
    const after = shrunk.plan.world?.choices ?? [];
    expect(after.length).toBeLessThan(before.length);
    for (const choice of after) {
      const rest = { ...shrunk.plan, world: { ...plan.world!, choices: after.filter((each) => each !== choice) } };
      const { verdict } = await runPlan(scenarioOf('owner-and-filler'), rest, { mutant });
      expect(verdict.property, `without ${choice}`).not.toBe('C-JunkNotAck');
    }
    expect(after.every((choice) => before.includes(choice))).toBe(true);
  });
});

describe('a crash', () => {
  it('in the middle of a step is tried at every point at which something becomes durable', async () => {
    const { exhausted, failure, executions, outcomes } = await exploreWorld(
      'layout-server-crashes',
      undefined,
      'layout-server-0 crashes while it writes',
    );
    expect([exhausted, failure]).toEqual([true, null]);
    const quiet = await exploreWorld('layout-server-crashes');
    expect(executions).toBeGreaterThan(quiet.executions);
    expect(outcomes.length).toBeGreaterThanOrEqual(quiet.outcomes.length);
  });

  it('belongs to one node in each part of a world', () => {
    const names = partsOf(scenarioOf('fill-and-crash').world as World).map(({ name }) => name);
    expect(names).toEqual([
      'nothing crashes',
      'client-0 crashes',
      'client-1 crashes',
      'sequencer-0 crashes',
      'unit-0 crashes',
      'unit-0 crashes while it writes',
      'unit-1 crashes',
      'unit-1 crashes while it writes',
    ]);
  });
});
