/**
 * Random walks through the states of a spec. Each walk begins in a random initial state and takes random steps, all states that a step can
 * lead to being equally likely, until it can take none or is long enough. Invariants are asked of every state, implied steps of every step.
 *
 * The same seed gives the same walks: the states to choose from are put in structural order first. Infinite behaviours are not judged.
 */
import seedrandom from 'seedrandom';
import { EvaluationError } from '../compile/evaluation-error.ts';
import type { Surroundings } from '../compile/machine.ts';
import type { Program } from '../ir/program.ts';
import { SpecError } from '../source/spec-error.ts';
import { unset } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { compareValues } from '../values/order.ts';
import type { Counts } from '../checker/explore.ts';
import { CheckedModel, type NamedTest } from '../checker/model.ts';
import type { ActionCoverage, CheckOutcome, TraceState } from '../checker/result.ts';
import { traceOf } from '../checker/trace.ts';

export interface SimulateOptions {
  readonly seed: number;
  readonly walks: number;
  /** Of a walk, in states. */
  readonly depthMax: number;
  /** Overrides CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** Given each walk that came to its end; the trace is made when it is asked for. */
  readonly onWalk?: (trace: () => readonly TraceState[]) => void;
  /** Called after every walk; false ends the simulation. */
  readonly onProgress?: (counts: Counts) => boolean;
}

export interface SimulationResult {
  readonly spec: string;
  readonly seed: number;
  readonly walks: number;
  /** States visited, the same one as often as it was. */
  readonly states: number;
  readonly generated: number;
  readonly result: CheckOutcome;
  readonly violated: string | null;
  readonly message: string;
  readonly span: EvaluationError['span'] | null;
  /** The walk that ended the simulation, or the last one. */
  readonly trace: readonly TraceState[];
  readonly coverage: readonly ActionCoverage[];
  /** Properties of infinite behaviours, of which walks say nothing. */
  readonly notJudged: readonly string[];
}

export function simulate(program: Program, surroundings: Surroundings, options: SimulateOptions): SimulationResult {
  const draw = seedrandom.tychei(`corfuzz spec simulate ${options.seed}`);
  const random = (bound: number): number => Math.floor(draw.quick() * bound);
  return new Simulation(program, { ...surroundings, random }, random, options).run();
}

/** What ended the simulation. */
interface Finding {
  readonly result: CheckOutcome;
  readonly test: NamedTest | null;
}

class Simulation {
  readonly #program: Program;
  readonly #surroundings: Surroundings;
  readonly #random: (bound: number) => number;
  readonly #options: SimulateOptions;
  readonly #model: CheckedModel;
  readonly #width: number;
  readonly #generatedBy: number[];
  #walk: Int32Array[] = [];
  #walks = 0;
  #states = 0;
  #generated = 0;
  #deepest = 0;

  constructor(
    program: Program,
    surroundings: Surroundings,
    random: (bound: number) => number,
    options: SimulateOptions,
  ) {
    this.#program = program;
    this.#surroundings = surroundings;
    this.#random = random;
    this.#options = options;
    this.#model = new CheckedModel(program, surroundings);
    this.#width = program.variables.length;
    this.#generatedBy = this.#model.actions.map(() => 0);
  }

  run(): SimulationResult {
    try {
      const initial = this.#initialStates(this.#model);
      if (initial.length === 0) throw this.#nothingToWalk();
      while (this.#walks < this.#options.walks) {
        const finding = this.#walkOnce(initial);
        this.#walks++;
        if (finding !== null) return this.#found(finding);
        this.#options.onWalk?.(() => traceOf(this.#model, this.#walk));
        const counts = { generated: this.#generated, distinct: this.#states, queue: 0, depth: this.#deepest };
        if (this.#options.onProgress?.(counts) === false) {
          return this.#result('limit', null, 'stopped before all walks were taken', null);
        }
      }
      return this.#result('ok', null, '', null);
    } catch (error) {
      if (!(error instanceof Fault || error instanceof RangeError || error instanceof EvaluationError)) throw error;
      const located = this.#located(error);
      const unsupported = located instanceof EvaluationError && located.kind === 'unsupported';
      const span = located instanceof EvaluationError ? located.span : null;
      return this.#result(unsupported ? 'unsupported' : 'assert', null, located.message, span);
    }
  }

  #initialStates(model: CheckedModel): readonly Int32Array[] {
    const states: Int32Array[] = [];
    const { machine } = model;
    model.forEachInitial(() => {
      this.#generated++;
      machine.nextChanged();
      if (model.constraints.every((holds) => holds())) states.push(this.#nextState(model));
    });
    return this.#ordered(states);
  }

  #walkOnce(initial: readonly Int32Array[]): Finding | null {
    const model = this.#model;
    const { machine } = model;
    let state = initial[this.#random(initial.length)]!;
    this.#walk = [state];
    machine.current.set(state);
    machine.currentChanged();
    const initially = firstFalse(model.impliedInitially);
    if (initially !== null) return { result: 'property', test: initially };
    for (;;) {
      this.#states++;
      this.#deepest = Math.max(this.#deepest, this.#walk.length);
      machine.current.set(state);
      machine.currentChanged();
      const invariant = firstFalse(model.invariants);
      if (invariant !== null) return { result: 'invariant', test: invariant };
      if (this.#walk.length >= this.#options.depthMax) return null;
      const { successors, steps } = this.#successorsOf(model);
      const checkDeadlock = this.#options.checkDeadlock ?? this.#program.model.checkDeadlock;
      if (steps === 0 && checkDeadlock) return { result: 'deadlock', test: null };
      if (successors.length === 0) return null;
      const next = successors[this.#random(successors.length)]!;
      this.#walk.push(next);
      machine.next.set(next);
      machine.nextChanged();
      const implied = firstFalse(model.impliedSteps);
      if (implied !== null) return { result: 'property', test: implied };
      state = next;
    }
  }

  /** Those within the constraints, each once, and how many steps there were at all. */
  #successorsOf(model: CheckedModel): { readonly successors: readonly Int32Array[]; readonly steps: number } {
    const { machine } = model;
    const states: Int32Array[] = [];
    let steps = 0;
    model.forEachSuccessor(() => {
      steps++;
      this.#generated++;
      this.#generatedBy[machine.action]!++;
      machine.nextChanged();
      if (!model.constraints.every((holds) => holds()) || !model.actionConstraints.every((holds) => holds())) return;
      states.push(this.#nextState(model));
    });
    return { successors: this.#ordered(states), steps };
  }

  #nextState({ machine }: CheckedModel): Int32Array {
    const state = machine.next.slice(0, this.#width);
    if (!state.includes(unset)) return state;
    const missing = this.#program.variables.filter((_, i) => state[i] === unset).map(({ name }) => name);
    throw new Fault(`the step leaves open what ${missing.join(', ')} will be`);
  }

  #ordered(states: Int32Array[]): readonly Int32Array[] {
    const { values } = this.#model.machine;
    const compare = (a: Int32Array, b: Int32Array): number => {
      for (let i = 0; i < this.#width; i++) {
        const order = compareValues(values, a[i]!, b[i]!);
        if (order !== 0) return order;
      }
      return 0;
    };
    const sorted = states.sort(compare);
    return sorted.filter((state, i) => i === 0 || compare(sorted[i - 1]!, state) !== 0);
  }

  #found({ result, test }: Finding): SimulationResult {
    const message =
      result === 'deadlock' ? 'a state from which no step is possible' : 'false in the last state or step';
    return this.#result(result, test?.name ?? null, message, test?.span ?? null);
  }

  #nothingToWalk(): Error {
    const { specification } = this.#model;
    const span = specification?.initial[0]?.expression.span ?? [0, 1, 1, 1, 1];
    const problem = specification === null ? 'there is no SPECIFICATION or INIT' : 'there is no initial state';
    return new SpecError(`${problem}: nothing to simulate`, this.#program.sources[span[0]]!, span);
  }

  /** The same walk ends in the same way, only slower and with the place. */
  #located(error: Error): Error {
    if (error instanceof EvaluationError) return error;
    const { values } = this.#model.machine;
    const model = new CheckedModel(this.#program, this.#surroundings, { values, traced: true });
    const last = this.#walk.at(-1);
    try {
      if (last === undefined) this.#initialStates(model);
      else {
        model.machine.current.set(last);
        model.machine.currentChanged();
        firstFalse(model.invariants);
        this.#successorsOf(model);
      }
    } catch (again) {
      if (again instanceof EvaluationError) return again;
      if (!(again instanceof Fault)) throw again;
    }
    return error;
  }

  #result(
    result: CheckOutcome,
    violated: string | null,
    message: string,
    span: SimulationResult['span'],
  ): SimulationResult {
    const model = this.#model;
    return {
      spec: this.#program.name,
      seed: this.#options.seed,
      walks: this.#walks,
      states: this.#states,
      generated: this.#generated,
      result,
      violated,
      message,
      span,
      trace: traceOf(model, this.#walk),
      coverage: model.actions.map(({ name, span: at }, i) => {
        return { name, span: at, generated: this.#generatedBy[i]!, distinct: 0 };
      }),
      notJudged: [...new Set(model.temporal.map(({ name }) => name))],
    };
  }
}

function firstFalse(tests: readonly NamedTest[]): NamedTest | null {
  for (const test of tests) if (!test.holds()) return test;
  return null;
}
