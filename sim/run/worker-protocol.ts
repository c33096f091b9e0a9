/**
 * What the main thread and a worker say to each other: one job at a time, plain data both ways. The main thread never loads a
 * scenario and never simulates; it knows scenarios by URL and mutants by id.
 */
import type { PartResult, WorldPart } from '../model/enumerated.ts';
import type { Plan } from '../model/plan.ts';
import type { RecordedFact } from '../model/recorded-fact.ts';
import type { Run } from '../model/run.ts';
import type { SeedResult } from '../model/seed-result.ts';
import type { StateCount } from '../refine/count-states.ts';
import type { CountedStates } from '../refine/held-program.ts';
import type { HeldReport } from '../refine/held-report.ts';
import type { PlayJob, PlayReport } from './play-protocol.ts';

/** What to run: a seed of the scenario, or a plan as it stands. */
export type Target = { readonly seed: number } | { readonly plan: Plan };

/** Loads the scenario and says what it declares. */
export interface DescribeJob {
  readonly job: 'describe';
  readonly scenario: string;
}

/** Runs `count` seeds: first, first + stride, ... */
export interface SeedsJob {
  readonly job: 'seeds';
  readonly scenario: string;
  readonly mutant: string | null;
  readonly first: number;
  readonly count: number;
  readonly stride: number;
  /** Whether messages of the first seed are hashed at both ends. */
  readonly paranoidFirst: boolean;
  readonly verifyDeterminism: boolean;
  /** Names of properties that do not judge these runs. */
  readonly without: readonly string[];
}

export interface ShrinkJob {
  readonly job: 'shrink';
  readonly scenario: string;
  readonly mutant: string | null;
  readonly target: Target;
  readonly paranoid: boolean;
  readonly attemptsMax: number;
  /** So that plans with long runs come back too; attempts are what bounds most. */
  readonly millisMax: number;
}

export interface RecordJob {
  readonly job: 'record';
  readonly scenario: string;
  readonly mutant: string | null;
  readonly target: Target;
  readonly paranoid: boolean;
  readonly untilStep: number | null;
}

/** Holds one run against the specs that it is bound to. */
export interface HoldJob {
  readonly job: 'hold';
  readonly scenario: string;
  readonly mutant: string | null;
  readonly target: Target;
}

/** Says in which states of the specs the runs of this thread were. */
export interface VisitedJob {
  readonly job: 'visited';
}

/** Counts such states against those that the model checker finds. */
export interface CountStatesJob {
  readonly job: 'count-states';
  readonly visited: readonly CountedStates[];
}

/** Says into which parts a small world falls. */
export interface PartsJob {
  readonly job: 'parts';
  readonly scenario: string;
}

/** Enumerates one part of a small world. */
export interface EnumerateJob {
  readonly job: 'enumerate';
  readonly scenario: string;
  readonly mutant: string | null;
  readonly part: WorldPart;
  readonly executionsMax: number;
}

export type ScenarioJob = DescribeJob | SeedsJob | ShrinkJob | RecordJob | PartsJob | EnumerateJob | HoldJob;
export type Job = ScenarioJob | PlayJob | VisitedJob | CountStatesJob;

export interface ScenarioDescription {
  readonly name: string;
  readonly summary: string;
  /** Every kind that a campaign should see fire: those it may draw and those it always has. */
  readonly faults: readonly string[];
  readonly properties: readonly string[];
  readonly sometimes: readonly string[];
  readonly succeedsAtLeastPercent: number;
  /** Whether most seeds should end `unavailable`; else few may. */
  readonly expectsUnavailable: boolean;
}

/** `from` is the run that shrinking started with. */
export interface Shrunk {
  readonly from: SeedResult;
  readonly plan: Plan;
  readonly result: SeedResult;
  readonly attempts: number;
}

/** A run with everything it told. `nodes` are the names of the nodes, by id. */
export interface Recording {
  readonly plan: Plan;
  readonly result: SeedResult;
  readonly run: Run;
  readonly facts: readonly RecordedFact[];
  readonly nodes: readonly string[];
}

/** What each job is answered with. */
export interface Answers {
  readonly describe: ScenarioDescription;
  readonly seeds: readonly SeedResult[];
  readonly shrink: Shrunk;
  readonly record: Recording;
  readonly play: PlayReport;
  readonly hold: readonly HeldReport[];
  readonly visited: readonly CountedStates[];
  readonly 'count-states': readonly StateCount[];
  readonly parts: readonly WorldPart[];
  readonly enumerate: PartResult;
}

export type AnswerTo<J extends Job> = Answers[J['job']];

/**
 * - `input`: something the user gave is wrong, in one line.
 * - `failure`: a defect of the program, as a stack.
 */
export type WorkerReply =
  | { readonly is: 'answer'; readonly answer: Answers[Job['job']] }
  | { readonly is: 'input'; readonly message: string }
  | { readonly is: 'failure'; readonly stack: string };

/**
 * Words of shared memory by which both sides know of each other while the worker's thread is busy: a worker that simulates
 * handles no messages.
 */
export const heartbeatWord = 0;
export const stopWord = 1;
export const sharedWords = 2;

export interface WorkerData {
  /** `heartbeatWord` counts seeds started, or shrinking steps, within the job; `stopWord` asks to wind down. */
  readonly shared: Int32Array<SharedArrayBuffer>;
}
