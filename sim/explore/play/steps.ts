/** A behaviour of a spec as the steps that a stack is to take, whichever spec it is. */
import type { TraceState } from '../../tla/checker/result.ts';
import type { TlaState, TlaValue } from '../../tla/tlc/value.ts';

/** A step of the behaviour with its arguments. */
export interface Step {
  readonly name: string;
  readonly args: Readonly<Record<string, TlaValue>>;
  readonly text: string;
  readonly before: TlaState;
  readonly after: TlaState;
}

/** One action of the spec, and what has to be done for the stack to take it. */
export interface PlayedAction<Errand> {
  readonly text: string;
  readonly errands: readonly Errand[];
  /** Where it leads; null if that can be seen on the stack only after what comes next. */
  readonly state: TlaState | null;
}

export interface Schedule<Errand> {
  readonly actions: readonly PlayedAction<Errand>[];
  /** Why it is shorter than the behaviour; null if it is not. */
  readonly cut: string | null;
}

/** This stack never takes such a step. */
export class Unplayable extends Error {}

/** As far as `play` does not say that a step is {@link Unplayable}. */
export function scheduled<Errand>(
  steps: readonly Step[],
  play: (step: Step, at: number) => Omit<PlayedAction<Errand>, 'text'>,
): Schedule<Errand> {
  const actions: PlayedAction<Errand>[] = [];
  for (const [at, step] of steps.entries()) {
    try {
      actions.push({ text: step.text, ...play(step, at) });
    } catch (error) {
      if (!(error instanceof Unplayable)) throw error;
      return { actions, cut: `${step.name}: ${error.message}` };
    }
  }
  return { actions, cut: null };
}

export function stepsOf(trace: readonly TraceState[]): readonly Step[] {
  const states = trace.map(stateIn);
  return trace.slice(1).map(({ action }, i) => ({
    name: action?.name ?? 'a step without a name',
    args: Object.fromEntries(action?.parameters.map(({ name, value }) => [name, value]) ?? []),
    text: `${action?.name ?? '?'}(${action?.parameters.map(({ text }) => text).join(', ') ?? ''})`,
    before: states[i]!,
    after: states[i + 1]!,
  }));
}

export function stateIn({ variables }: TraceState): TlaState {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}
