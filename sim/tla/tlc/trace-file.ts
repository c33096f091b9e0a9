/** Traces in whatever form they come: what TLC prints or dumps, ITF, and the JSON of `tla2json` and of `corfuzz spec`. */
import type { SourceText } from '../source/source-text.ts';
import { fromDumpedTrace, isDumpedTrace } from './dump-trace.ts';
import { fromItf, isItf, isObject } from './itf.ts';
import { readTrace, withoutColour } from './read-output.ts';
import { type Step, type Trace, initialPredicate, stuttering } from './trace.ts';
import type { TlaState, TlaValue } from './value.ts';

/** A step whose action may be known with its arguments. */
export interface GivenStep extends Step {
  readonly args: readonly TlaValue[] | null;
}

/** A trace without states, or of something else than the spec. */
export class TraceProblem extends Error {
  override readonly name = 'TraceProblem';
}

/** Of what TLC says, or ITF. Throws a `SpecError` or an `ItfProblem`. */
export function traceOf(source: SourceText): Trace {
  const json = jsonOf(source);
  if (isItf(json)) return fromItf(json);
  return isDumpedTrace(json) ? fromDumpedTrace(json) : readTrace(source);
}

/** Of any of the forms. Throws a `SpecError`, an `ItfProblem` or a {@link TraceProblem}. */
export function givenTrace(written: SourceText): readonly GivenStep[] {
  const source = withoutColour(written);
  const json = jsonOf(source);
  const states = isObject(json) && Array.isArray(json['trace']) ? json['trace'] : json;
  if (Array.isArray(states)) return states.map(ownStep);
  return traceOf(source).map((step) => ({ ...step, args: null }));
}

/** `{action, parameters, state}` of `corfuzz spec`, or `{no, name, state}` of tla2json. */
function ownStep(step: unknown, index: number): GivenStep {
  if (!isObject(step) || !isObject(step['state'])) throw new TraceProblem(`step ${index} of the trace has no state`);
  const named = step['action'] ?? step['name'];
  const { parameters } = { parameters: step['parameters'] };
  return {
    no: index + 1,
    name: typeof named === 'string' ? named : index === 0 ? initialPredicate : stuttering,
    location: null,
    state: step['state'] as TlaState,
    args: isObject(parameters) ? (Object.values(parameters) as readonly TlaValue[]) : null,
  };
}

function jsonOf({ text }: SourceText): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // What begins like JSON and is none may still be a report with a trace in it.
    return undefined;
  }
}
