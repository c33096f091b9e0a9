/** What the log checker answers. */
import type { CausalLink } from '../verdict.ts';
import type { LogRule } from './clauses.ts';

/**
 * One step of the sequential run that explains a legal history. `operation` is an index into the history.
 *
 * CORFU and its cells. `token`, `write`: the two points of an append at `position`. `junk`: a fill, or an append that
 * gives up a token, makes `position` junk. `trim`: a trim reaches `position`. `acknowledge`: the whole trim is over.
 *
 * Atomic log. `append` at `position`; `junk`: a fill takes `position`; `trim` of everything up to `position`; `seal`;
 * `skip`: `position`, and all below it that are free, are passed over, by no operation (-1).
 *
 * `observe`: a read, a tail, the answer of a fill, or a refusal.
 */
export interface WitnessStep {
  readonly operation: number;
  readonly step: 'token' | 'write' | 'append' | 'junk' | 'skip' | 'trim' | 'acknowledge' | 'seal' | 'observe';
  /** Of the step; -1 where the operation itself says all. */
  readonly position: number;
  /** When: within the interval of the operation, ascending from step to step. */
  readonly at: number;
}

/** How much there was to judge: a verdict over nothing proves nothing. */
export interface LogCoverage {
  readonly appendsAcknowledged: number;
  /** Appends without an acknowledgement whose value was found at a position. */
  readonly appendsResolved: number;
  /** Appends without an acknowledgement that nobody saw: left out, they constrain nothing. */
  readonly appendsUnseen: number;
  readonly dataSeen: number;
  readonly junkSeen: number;
  readonly unwrittenSeen: number;
  readonly trimmedSeen: number;
  readonly tails: number;
}

/** The witness and the coverage of a legal history are worked out whenever they are asked for. */
export type LogVerdict =
  | { readonly verdict: 'ok'; readonly witness: readonly WitnessStep[]; readonly coverage: LogCoverage }
  | {
      readonly verdict: 'illegal';
      readonly rule: LogRule;
      /** One sentence. */
      readonly message: string;
      /**
       * The operations that contradict each other, as ascending indices into the history: no longer once any one of
       * them is forgotten.
       */
      readonly operations: readonly number[];
      /**
       * Points that would have to follow each other, the last one too late; empty where one look at the operations
       * does.
       */
      readonly chain: readonly CausalLink[];
    }
  | { readonly verdict: 'unknown'; readonly message: string };

export type IllegalLog = Extract<LogVerdict, { verdict: 'illegal' }>;
