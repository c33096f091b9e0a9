/** What checking a spec gives: plain data, printed by the command and asserted by tests. */
import type { Span } from '../ir/span.ts';
import type { TlaValue } from '../tlc/value.ts';

export type CheckOutcome =
  | 'ok'
  | 'invariant'
  | 'deadlock'
  | 'property'
  /** An assumption or an Assert is false, or an expression has no value in some state. */
  | 'assert'
  /** Stopped before everything was explored: by the bound on states, or by the user. */
  | 'limit'
  /** A trace is no behaviour of the spec. */
  | 'mismatch'
  | 'unsupported';

/** A state of a trace and how it came about. */
export interface TraceState {
  /** Null in the first state, and where a behaviour stutters. */
  readonly action: TraceAction | null;
  /** In the order of the variables, or what ALIAS makes of them. */
  readonly variables: readonly TraceVariable[];
}

export interface TraceVariable {
  readonly name: string;
  /** As TLA+ text. */
  readonly text: string;
  readonly value: TlaValue;
  /** Whether it is another one than in the state before. */
  readonly changed: boolean;
}

export interface TraceAction {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly text: string; readonly value: TlaValue }[];
  readonly span: Span;
}

export interface ActionCoverage {
  readonly name: string;
  readonly span: Span;
  /** States that it led to, also known ones. */
  readonly generated: number;
  /** Of these, new ones. */
  readonly distinct: number;
}

export interface CheckResult {
  readonly spec: string;
  /** Initial states and steps, counted as TLC counts them. */
  readonly generated: number;
  readonly distinct: number;
  /** Number of states on the longest of the shortest paths. */
  readonly depth: number;
  readonly result: CheckOutcome;
  /** The name of what does not hold. */
  readonly violated: string | null;
  /** One sentence; empty if all is well. */
  readonly message: string;
  /** Where in the spec, if there is one place. */
  readonly span: Span | null;
  readonly trace: readonly TraceState[];
  /** Of an infinite behaviour: the index in `trace` of the state to which it returns. Null otherwise. */
  readonly backTo: number | null;
  readonly coverage: readonly ActionCoverage[];
}
