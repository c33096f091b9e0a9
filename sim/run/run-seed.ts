/**
 * One seed, from plan to result: draws, executes, judges. A worker does this for each seed it is given and keeps nothing; what
 * failed is run again with a recorder, which costs nothing but time because runs repeat.
 */
import { MarkCounter } from '../check/marks/mark-counter.ts';
import { proofProblem } from '../check/liveness/verify-proof.ts';
import { originals } from '../kernel/sandbox/originals.ts';
import type { Plan } from '../model/plan.ts';
import type { RecordedFact } from '../model/recorded-fact.ts';
import type { Run } from '../model/run.ts';
import type { Scenario } from '../model/scenario.ts';
import type { SeedResult } from '../model/seed-result.ts';
import type { Observer } from '../model/observer.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Mutant } from '../mutants/mutant.ts';
import { topologyOf } from '../systems/corfu.ts';
import { drawPlan } from '../workload/draw-plan.ts';
import { firstDifference, judgedDifferently } from './first-difference.ts';
import { execute } from './execute.ts';
import { judge } from './judge.ts';
import { FactRecorder } from './recorder.ts';
import { whoWaits } from './who-waits.ts';

export interface SeedOptions {
  /** A known bug to plant. */
  readonly mutant?: Mutant;
  /** Check that no message changes after it was sent. */
  readonly paranoid?: boolean;
  /** Run twice and compare. */
  readonly verifyDeterminism?: boolean;
  /** Names of properties that do not judge. */
  readonly without?: readonly string[];
}

/** Beyond this a run of a scenario that says nothing itself is stuck. */
export const EVENTS_MAX = 2_000_000;

export function runSeed(scenario: Scenario, seed: number, options: SeedOptions): Promise<SeedResult> {
  return runPlan(scenario, drawPlan(scenario, seed), options);
}

export async function runPlan(scenario: Scenario, plan: Plan, options: SeedOptions): Promise<SeedResult> {
  if (options.verifyDeterminism === true) return runTwice(scenario, plan, options);
  const { result } = await examinePlan(scenario, plan, options);
  // A proof is held against the trace, which only a recorded run has.
  return result.verdict.kind === 'unavailable' ? (await recordPlan(scenario, plan, options)).result : result;
}

/** Both runs are recorded, not only two more after a difference: some leaks show in the first run of a process alone. */
async function runTwice(scenario: Scenario, plan: Plan, options: SeedOptions): Promise<SeedResult> {
  const first = await recordPlan(scenario, plan, { ...options, paranoid: true });
  const second = await recordPlan(scenario, plan, { ...options, paranoid: true });
  if (first.result.traceHash !== second.result.traceHash) {
    return { ...first.result, verdict: { kind: 'nondeterministic', ...firstDifference(first.facts, second.facts) } };
  }
  const unrepeatable = judgedDifferently(first.result.verdict, second.result.verdict);
  return unrepeatable === undefined ? first.result : { ...first.result, verdict: unrepeatable };
}

export interface Recording {
  readonly result: SeedResult;
  readonly facts: readonly RecordedFact[];
  readonly run: Run;
}

/** Runs `plan` and keeps its facts, up to event `untilStep` when given. */
export async function recordPlan(
  scenario: Scenario,
  plan: Plan,
  options: SeedOptions & { readonly untilStep?: number },
): Promise<Recording> {
  const recorder = new FactRecorder(options.untilStep);
  const { result, run } = await examinePlan(scenario, plan, options, [recorder]);
  const { facts } = recorder;
  const whole = options.untilStep === undefined;
  return { result: { ...result, verdict: explained(result.verdict, plan, run, facts, whole) }, run, facts };
}

/** The verdict with what only the trace tells: who waits for what, and whether a proof holds. */
function explained(verdict: Verdict, plan: Plan, run: Run, facts: readonly RecordedFact[], isWhole: boolean): Verdict {
  const { kind, proof, ...rest } = verdict;
  const problem = proof === undefined || !isWhole ? undefined : proofProblem(proof, plan, facts);
  if (problem !== undefined) {
    return { ...rest, kind: 'stuck', message: `it is not proved that nobody could do what is owed: ${problem}` };
  }
  if (kind !== 'stuck') return verdict;
  const owed = run.unmet.flatMap(({ client }) => client ?? []);
  const explanation = [...whoWaits(facts, topologyOf(plan), new Set(owed)), ...(verdict.explanation ?? [])];
  return { ...verdict, explanation };
}

/** Runs `plan` once and judges it. */
export async function examinePlan(
  scenario: Scenario,
  plan: Plan,
  options: SeedOptions,
  observers: readonly Observer[] = [],
): Promise<{ readonly result: SeedResult; readonly run: Run }> {
  const started = originals.performanceNow();
  const marks = new MarkCounter();
  const run = await execute(plan, options.mutant?.parts ?? {}, {
    properties: scenario.properties.filter(({ name }) => options.without?.includes(name) !== true),
    watchers: [marks, ...observers.map((observer) => ({ watch: () => observer }))],
    eventsMax: scenario.eventsMax ?? EVENTS_MAX,
    paranoid: options.paranoid ?? false,
  });
  const result: SeedResult = {
    seed: plan.seed,
    verdict: judge(run),
    events: run.step,
    operations: run.history.length,
    succeeded: run.succeeded,
    virtualMicros: run.virtualMicros,
    wallMicros: Math.round((originals.performanceNow() - started) * 1000),
    traceHash: run.traceHash,
    fired: run.fired,
    marks: marks.reached(),
    plannedOperations: plan.clients.reduce((sum, operations) => sum + operations.length, 0),
    plannedFaults: plan.faults.length,
  };
  return { result, run };
}
