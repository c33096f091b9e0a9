/**
 * A behaviour as TLC reports it: numbered steps, each with the action that led to it. Full traces have all variables in
 * every state, diff traces (`-difftrace`) those that changed.
 */
import { type TlaState, type TlaValue, sameValue } from './value.ts';

export interface Step {
  /** From 1; of `backToState` the number of the state that the behaviour returns to. */
  readonly no: number;
  /** Of the action; or one of the names below. */
  readonly name: string;
  /** Of the action, as TLC words it; null where it says none. */
  readonly location: string | null;
  readonly state: TlaState;
}

export type Trace = readonly Step[];

export const initialPredicate = 'Initial predicate';
/** The behaviour stays in the state before, for ever. */
export const stuttering = 'Stuttering';
/** The behaviour goes round: the state with that number comes next. */
export const backToState = 'Back to state';

/** Every state with all variables. */
export function fullTrace(trace: Trace): Trace {
  let before: TlaState = {};
  return trace.map((step) => {
    if (step.name === backToState) return step;
    before = { ...before, ...step.state };
    return { ...step, state: before };
  });
}

/** The first state whole, of each other one what changed; with `lastFull` also the last state whole. */
export function diffTrace(trace: Trace, lastFull: boolean): Trace {
  const full = fullTrace(trace);
  const diff = full.map((step, i) =>
    i === 0 ? step : { ...step, state: changed(full[i - 1]?.state ?? {}, step.state) },
  );
  return lastFull ? withLast(diff, full) : diff;
}

/** A diff trace whose last state is whole. */
export function fullLastStep(trace: Trace): Trace {
  return withLast(trace, fullTrace(trace));
}

function withLast(trace: Trace, full: Trace): Trace {
  return trace.map((step, i) => (i === trace.length - 1 ? (full[i] as Step) : step));
}

function changed(before: TlaState, after: TlaState): TlaState {
  const isNew = ([name, value]: [string, TlaValue]): boolean => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    return old === undefined || !sameValue(old, value);
  };
  return Object.fromEntries(Object.entries(after).filter(isNew));
}
