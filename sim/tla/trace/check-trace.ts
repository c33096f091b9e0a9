/**
 * A trace held against a spec: is the first state an initial one, and does a step of the spec lead from each state to the next? A trace may
 * leave variables out; then all states are followed that it can have been in. A state may also stay as it is.
 *
 * What may go wrong: a trace leaves out so much that there are too many of these; then it is `unsupported`.
 */
import type { Surroundings } from '../compile/machine.ts';
import type { CheckResult, TraceState } from '../checker/result.ts';
import { CheckedModel } from '../checker/model.ts';
import { describedAction, traceOf } from '../checker/trace.ts';
import type { Program } from '../ir/program.ts';
import { suggestion } from '../source/nearest-name.ts';
import { SpecError } from '../source/spec-error.ts';
import { textAt } from '../source/source-text.ts';
import { type GivenStep, TraceProblem } from '../tlc/trace-file.ts';
import { backToState, stuttering } from '../tlc/trace.ts';
import type { TlaValue } from '../tlc/value.ts';
import { unset } from '../values/arena.ts';
import { fromData } from '../values/from-data.ts';
import { printValue } from '../values/print.ts';
import { toData } from '../values/to-data.ts';
import { StepChecker } from './step-checker.ts';

/** States that a trace can have been in after one of its steps. */
const candidatesMax = 1024;
const conjunctCharactersMax = 160;

type Outcome = Pick<CheckResult, 'result' | 'violated' | 'message' | 'span'>;

/** A state that the trace can be in, and how it came there. */
interface Candidate {
  readonly state: Int32Array;
  readonly before: Candidate | null;
}

/** The step of the spec that comes nearest to what the trace has. */
interface Nearest {
  readonly name: string;
  readonly args: readonly TlaValue[];
  /** How many variables differ. */
  readonly differing: number;
}

/** @throws TraceProblem for a trace without states, and for one of other variables; SpecError for a model without behaviours. */
export function checkTrace(program: Program, surroundings: Surroundings, trace: readonly GivenStep[]): CheckResult {
  return new TraceCheck(program, surroundings, trace).run();
}

class TraceCheck {
  readonly #program: Program;
  readonly #surroundings: Surroundings;
  readonly #model: CheckedModel;
  readonly #steps: readonly GivenStep[];
  readonly #width: number;
  #generated = 0;
  #held = 0;

  constructor(program: Program, surroundings: Surroundings, trace: readonly GivenStep[]) {
    this.#program = program;
    this.#surroundings = surroundings;
    this.#model = new CheckedModel(program, surroundings);
    this.#steps = trace.filter(({ name, state }) => name !== backToState && !isEmptyStutter(name, state));
    this.#width = program.variables.length;
    if (this.#steps.length === 0) throw new TraceProblem('there is no state in it');
    if (this.#model.specification === null) {
      throw new SpecError('the model has no SPECIFICATION or INIT', program.sources[0]!, [0, 1, 1, 1, 1]);
    }
  }

  run(): CheckResult {
    let candidates: readonly Candidate[] = [];
    for (const [i, step] of this.#steps.entries()) {
      const known = this.#known(step);
      const next = i === 0 ? this.#initial(known) : this.#after(candidates, known);
      if (next.length === 0) return this.#mismatch(i, candidates, known);
      if (next.length > candidatesMax) {
        const message = `the trace leaves out so much that state ${i + 1} can be any of more than ${candidatesMax}`;
        return this.#result({ result: 'unsupported', violated: null, message, span: null }, candidates[0] ?? null);
      }
      candidates = next;
      this.#held += 1;
    }
    return this.#result({ result: 'ok', violated: null, message: '', span: null }, null);
  }

  #known({ state }: GivenStep): Int32Array {
    const { variables } = this.#program;
    const known = new Int32Array(this.#width).fill(unset);
    for (const [name, value] of Object.entries(state)) {
      const index = variables.findIndex((variable) => variable.name === name);
      if (index === -1) {
        const valid = variables.map((variable) => variable.name);
        throw new TraceProblem(`the spec has no variable ${name}${suggestion(name, valid)}`);
      }
      known[index] = fromData(this.#model.machine.values, value);
    }
    return known;
  }

  #initial(known: Int32Array): readonly Candidate[] {
    const found: Candidate[] = [];
    const { machine } = this.#model;
    machine.current.fill(unset);
    this.#model.forEachInitial(() => {
      this.#generated += 1;
      if (this.#fits(machine.next, known)) this.#addTo(found, { state: this.#copy(machine.next), before: null });
    });
    return found;
  }

  #after(candidates: readonly Candidate[], known: Int32Array): readonly Candidate[] {
    const found: Candidate[] = [];
    for (const before of candidates) {
      this.#forEachSuccessor(before.state, (next) => {
        if (this.#fits(next, known)) this.#addTo(found, { state: this.#copy(next), before });
      });
      if (this.#fits(before.state, known)) this.#addTo(found, { state: before.state, before });
      if (found.length > candidatesMax) break;
    }
    return found;
  }

  #forEachSuccessor(state: Int32Array, visit: (next: Int32Array) => void): void {
    const { machine } = this.#model;
    machine.current.set(state);
    machine.currentChanged();
    this.#model.forEachSuccessor(() => {
      this.#generated += 1;
      machine.nextChanged();
      visit(machine.next);
    });
  }

  #fits(state: Int32Array, known: Int32Array): boolean {
    return this.#differing(state, known) === 0;
  }

  #differing(state: Int32Array, known: Int32Array): number {
    let count = 0;
    for (let i = 0; i < this.#width; i += 1) if (known[i] !== unset && known[i] !== state[i]) count += 1;
    return count;
  }

  #addTo(found: Candidate[], candidate: Candidate): void {
    const isThere = found.some(({ state }) => state.every((word, i) => word === candidate.state[i]));
    if (!isThere && found.length <= candidatesMax) found.push(candidate);
  }

  #copy(state: Int32Array): Int32Array {
    return state.slice(0, this.#width);
  }

  #mismatch(at: number, candidates: readonly Candidate[], known: Int32Array): CheckResult {
    const [from] = candidates;
    if (from === undefined) {
      const message = `state 1 is no initial state`;
      const span = this.#model.specification!.initial[0]?.expression.span ?? null;
      return this.#result({ result: 'mismatch', violated: null, message, span }, null, known);
    }
    return this.#result(this.#reason(at, from.state, known), from, known);
  }

  #reason(at: number, from: Int32Array, known: Int32Array): Outcome {
    const { name, args } = this.#steps[at]!;
    const number = at + 1;
    const { names, definitions } = this.#program;
    const arityOf = (action: string): number => definitions[names.get(action) ?? -1]?.parameters.length ?? -1;
    // Traces that know no better call every action by the name of the next-state relation.
    const isAction = this.#model.actions.some((action) => action.name === name);
    const given = args ?? (isAction && arityOf(name) === 0 ? [] : null);
    if (given !== null && arityOf(name) === given.length) return this.#explained(number, name, given, from, known);
    const nearest = this.#nearest(from, known, isAction ? name : null);
    if (nearest === null) {
      const message = `state ${number}: no step is possible from state ${number - 1}`;
      return { result: 'mismatch', violated: null, message, span: null };
    }
    if (arityOf(nearest.name) === nearest.args.length) {
      return this.#explained(number, nearest.name, nearest.args, from, known);
    }
    const message = `state ${number} is no step of the spec; ${nearest.name} comes nearest`;
    return { result: 'mismatch', violated: nearest.name, message, span: null };
  }

  /** Among the steps of one action, or of all. */
  #nearest(from: Int32Array, known: Int32Array, action: string | null): Nearest | null {
    let nearest: Nearest | null = null;
    this.#forEachSuccessor(from, (next) => {
      const differing = this.#differing(next, known);
      if (nearest !== null && differing >= nearest.differing) return;
      const taken = this.#model.actions[this.#model.machine.action];
      if (taken === undefined || (action !== null && taken.name !== action)) return;
      const { name, parameters } = describedAction(this.#model, taken);
      nearest = { name, args: parameters.map(({ value }) => value), differing };
    });
    return nearest;
  }

  /** The first conjunct that is not so. Evaluated among values of its own. */
  #explained(number: number, name: string, args: readonly TlaValue[], from: Int32Array, known: Int32Array): Outcome {
    const checker = new StepChecker(this.#program, this.#surroundings);
    const action = checker.action(name);
    const own = (state: Int32Array): Int32Array => {
      return state.map((word) =>
        word === unset ? unset : fromData(checker.values, toData(this.#model.machine.values, word)),
      );
    };
    const handles = args.map((arg) => fromData(checker.values, arg));
    const called = `${name}(${handles.map((handle) => printValue(checker.values, handle)).join(', ')})`;
    const step = args.length === 0 ? name : called;
    const ownFrom = own(from);
    const ownKnown = own(known);
    const { span, seen, expected, fault } = checker.explain(action, handles, ownFrom, ownKnown);
    const text = textAt(this.#program.sources[span[0]]!, span).replaceAll(/\s+/g, ' ').trim();
    const conjunct = text.length > conjunctCharactersMax ? `${text.slice(0, conjunctCharactersMax)} …` : text;
    const values = expected === null ? '' : `: the spec has ${expected}, the trace ${seen}`;
    const why = fault === null ? `${conjunct} is not so${values}` : `${conjunct}: ${fault}`;
    return { result: 'mismatch', violated: name, message: `state ${number} is no step ${step}: ${why}`, span };
  }

  /** `last`: what the trace has that fits nowhere. */
  #result(outcome: Outcome, from: Candidate | null, last?: Int32Array): CheckResult {
    const states: Int32Array[] = [];
    for (let at = from; at !== null; at = at.before) states.push(at.state);
    const trace = traceOf(this.#model, states.toReversed());
    return {
      spec: this.#program.name,
      generated: this.#generated,
      distinct: this.#held,
      depth: this.#held,
      ...outcome,
      trace: last === undefined ? trace : [...trace, this.#lastState(last, states[0])],
      backTo: null,
      coverage: [],
    };
  }

  #lastState(known: Int32Array, before: Int32Array | undefined): TraceState {
    const { values } = this.#model.machine;
    const variables = this.#program.variables.flatMap(({ name }, i) => {
      const word = known[i]!;
      if (word === unset) return [];
      const changed = before?.[i] !== word;
      return [{ name, text: printValue(values, word), value: toData(values, word), changed }];
    });
    return { action: null, variables };
  }
}

function isEmptyStutter(name: string, state: object): boolean {
  return name === stuttering && Object.keys(state).length === 0;
}
