/** Carries out one job of the main thread. Nothing here knows of threads, so that a test can call it. */
import type { PartResult } from '../model/enumerated.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import type { SeedResult } from '../model/seed-result.ts';
import { InputError } from '../model/input-error.ts';
import { unknownName } from '../model/nearest-name.ts';
import type { World } from '../model/world.ts';
import { mutants } from '../mutants/registry.ts';
import { countStates, visitedStates } from '../refine/count-states.ts';
import { holdRun } from '../run/hold-run.ts';
import { describe, loadScenario } from '../run/load-scenario.ts';
import { recordPlan, runPlan, runSeed, type SeedOptions } from '../run/run-seed.ts';
import type {
  AnswerTo,
  Answers,
  EnumerateJob,
  Job,
  RecordJob,
  Recording,
  ScenarioJob,
  SeedsJob,
  ShrinkJob,
  Shrunk,
  Target,
} from '../run/worker-protocol.ts';
import { topologyOf } from '../systems/corfu.ts';
import { nameOf } from '../systems/topology.ts';
import { nodeId } from '../../src/ports/units.ts';
import { drawPlan } from '../workload/draw-plan.ts';
import { playSpec } from './play/play-spec.ts';
import { shrinkPlan } from './shrink.ts';
import { explorePart } from './systematic/explore-part.ts';
import { partsOf } from './systematic/world-parts.ts';

export interface JobControl {
  /** Says that the job moves on: a seed starts, a shrinking step is done. */
  beat(): void;
  /** Whether the job should wind down. */
  stopped(): boolean;
}

export async function performJob<J extends Job>(job: J, control: JobControl): Promise<AnswerTo<J>> {
  if (job.job === 'play') {
    const { mutant } = plantedBy(job.mutant);
    return (await playSpec(job, mutant?.parts ?? {}, control)) as AnswerTo<J>;
  }
  if (job.job === 'visited') return (await visitedStates()) as AnswerTo<J>;
  if (job.job === 'count-states') return (await countStates(job.visited)) as AnswerTo<J>;
  const scenario = await loadScenario(job.scenario);
  return (await perform(scenario, job, control)) as AnswerTo<J>;
}

function perform(
  scenario: Scenario,
  job: ScenarioJob,
  control: JobControl,
): Answers[Job['job']] | Promise<Answers[Job['job']]> {
  switch (job.job) {
    case 'describe':
      return describe(scenario);
    case 'seeds':
      return runSeeds(scenario, job, control);
    case 'shrink':
      return shrink(scenario, job, control);
    case 'record':
      return record(scenario, job);
    case 'hold': {
      const { mutant } = plantedBy(job.mutant);
      return holdRun(scenario, planOf(scenario, job.target), mutant?.parts ?? {});
    }
    case 'parts':
      return partsOf(worldOf(scenario));
    case 'enumerate':
      return enumerate(scenario, job, control);
  }
}

async function runSeeds(scenario: Scenario, job: SeedsJob, control: JobControl): Promise<readonly SeedResult[]> {
  const planted = plantedBy(job.mutant);
  const results: SeedResult[] = [];
  for (let i = 0; i < job.count; i += 1) {
    control.beat();
    const paranoid = job.paranoidFirst && i === 0;
    const { verifyDeterminism, without } = job;
    const options = { ...planted, paranoid, verifyDeterminism, without };
    const seed = job.first + i * job.stride;
    try {
      results.push(await runSeed(scenario, seed, options));
    } catch (error) {
      throw new Error(`${scenario.name}@${seed} could not be run`, { cause: error });
    }
  }
  return results;
}

async function shrink(scenario: Scenario, job: ShrinkJob, control: JobControl): Promise<Shrunk> {
  const options = { ...plantedBy(job.mutant), paranoid: job.paranoid };
  const plan = planOf(scenario, job.target);
  control.beat();
  const from = await runPlan(scenario, plan, options);
  if (from.verdict.kind === 'pass') return { from, plan, result: from, attempts: 0 };
  const deadline = performance.now() + job.millisMax;
  const shrunk = await shrinkPlan(scenario, plan, options, {
    attemptsMax: job.attemptsMax,
    // Asked before every attempt, also of those that come to nothing.
    stopped: () => {
      control.beat();
      return control.stopped() || performance.now() > deadline;
    },
  });
  return { from, ...shrunk };
}

async function record(scenario: Scenario, job: RecordJob): Promise<Recording> {
  const plan = planOf(scenario, job.target);
  const options = { ...plantedBy(job.mutant), paranoid: job.paranoid };
  const until = job.untilStep === null ? {} : { untilStep: job.untilStep };
  const { result, run, facts } = await recordPlan(scenario, plan, { ...options, ...until });
  const topology = topologyOf(plan);
  const nodes = topology.roles.map((_, id) => nameOf(topology, nodeId(id)));
  return { plan, result, run, facts, nodes };
}

function enumerate(scenario: Scenario, job: EnumerateJob, control: JobControl): Promise<PartResult> {
  return explorePart(scenario, worldOf(scenario), job.part, plantedBy(job.mutant).mutant?.parts ?? {}, {
    executionsMax: job.executionsMax,
    beat: () => control.beat(),
    stopped: () => control.stopped(),
  });
}

function worldOf(scenario: Scenario): World {
  if (scenario.world !== undefined) return scenario.world;
  throw new InputError(
    `${scenario.name} is no small world: it draws its runs from seeds, so \`corfuzz run\` is what runs it`,
  );
}

function planOf(scenario: Scenario, target: Target): Plan {
  return 'plan' in target ? target.plan : drawPlan(scenario, target.seed);
}

function plantedBy(id: string | null): Pick<SeedOptions, 'mutant'> {
  if (id === null) return {};
  const mutant = mutants.find((each) => each.id === id);
  if (mutant === undefined)
    throw new InputError(
      unknownName(
        'mutant',
        id,
        mutants.map((each) => each.id),
      ),
    );
  return { mutant };
}
