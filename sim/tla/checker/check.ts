/**
 * The model checker: assumptions first, then all states, then what is claimed of infinite behaviours, then the postcondition. What is
 * wrong with the spec itself, so that there is nothing to check, is thrown as a `SpecError`.
 */
import { EvaluationError } from '../compile/evaluation-error.ts';
import type { Surroundings } from '../compile/machine.ts';
import type { Program } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';
import { SpecError } from '../source/spec-error.ts';
import { Fault } from '../values/fault.ts';
import { EdgeList } from './edges.ts';
import { type Counts, Exploration, Stopped } from './explore.ts';
import { checkLiveness } from './liveness/check-liveness.ts';
import { CheckedModel } from './model.ts';
import type { CheckOutcome, CheckResult } from './result.ts';
import { pathTo, statesOf, traceOf } from './trace.ts';

export interface CheckOptions {
  /** Distinct states after which it stops; without one there is no end but that of the states. */
  readonly statesMax?: number;
  /** Overrides CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** Called every few thousand states; false stops with the result `limit`. */
  readonly onProgress?: (counts: Counts) => boolean;
}

export function check(program: Program, surroundings: Surroundings, options: CheckOptions = {}): CheckResult {
  return new Check(program, surroundings, options).run();
}

class Check {
  readonly #program: Program;
  readonly #surroundings: Surroundings;
  readonly #options: CheckOptions;
  #exploration: Exploration | null = null;

  constructor(program: Program, surroundings: Surroundings, options: CheckOptions) {
    this.#program = program;
    this.#surroundings = surroundings;
    this.#options = options;
  }

  run(): CheckResult {
    try {
      return this.#check();
    } catch (error) {
      if (error instanceof Stopped) return this.#stopped(error);
      if (error instanceof Fault || error instanceof RangeError) return this.#failed(error);
      if (error instanceof EvaluationError) return this.#failed(error);
      throw error;
    }
  }

  #check(): CheckResult {
    const program = this.#program;
    const model = new CheckedModel(program, this.#surroundings);
    for (const { name, span, holds } of model.assumptions) {
      if (!holds()) return this.#result('assert', { violated: name, message: 'an assumption is false', span });
    }
    if (model.specification === null) {
      if (model.assumptions.length > 0) return this.#result('ok', {});
      throw this.#nothingToCheck('there is no SPECIFICATION or INIT, and no assumption: nothing to check', null);
    }
    const live = model.temporal.length > 0;
    if (live && program.model.symmetry.length > 0) {
      const [property] = model.temporal;
      const message = `${property!.name} speaks of infinite behaviours, and those are not preserved by SYMMETRY`;
      throw new EvaluationError('unsupported', message, property!.formula.expression.span);
    }
    const edges = live ? new EdgeList() : null;
    const exploration = new Exploration(model, {
      checkDeadlock: this.#options.checkDeadlock ?? program.model.checkDeadlock,
      statesMax: this.#options.statesMax ?? Infinity,
      edges,
      onProgress: this.#options.onProgress ?? (() => true),
    });
    this.#exploration = exploration;
    exploration.run();
    if (exploration.table.count === 0) {
      const [first] = model.specification.initial;
      const span = first?.expression.span ?? program.model.specification?.span ?? null;
      const cut =
        exploration.generated > 0 ? 'every initial state is cut off by a constraint' : 'there is no initial state';
      throw this.#nothingToCheck(`${cut}: nothing to check`, span);
    }
    if (edges !== null) {
      const violation = checkLiveness(model, exploration, edges);
      if (violation !== null) {
        const { name, path, backTo } = violation;
        const trace = traceOf(model, statesOf(exploration.table, program.variables.length, path));
        const message = 'a behaviour that never ends does not have the property';
        const span = violation.span;
        return this.#result('property', { violated: name, message, span, trace, backTo });
      }
    }
    const { postcondition } = program.model;
    if (postcondition !== null && !model.testOf(postcondition)()) {
      const { name, span } = postcondition;
      return this.#result('assert', { violated: name, message: 'the postcondition is false', span });
    }
    return this.#result('ok', {});
  }

  #nothingToCheck(problem: string, span: Span | null): Error {
    const at = span ?? [0, 1, 1, 1, 1];
    return new SpecError(problem, this.#program.sources[at[0]]!, at);
  }

  #stopped({ outcome, violated, index, state }: Stopped): CheckResult {
    const { model, table } = this.#exploration!;
    const width = this.#program.variables.length;
    if (outcome === 'limit') return this.#result('limit', { message: 'stopped before all states were explored' });
    const states = statesOf(table, width, pathTo(table, index));
    const trace = traceOf(model, state === null ? states : [...states, state]);
    if (outcome === 'deadlock') {
      return this.#result('deadlock', { message: 'a state from which no step is possible', trace });
    }
    const { name, span } = violated!;
    const message = outcome === 'invariant' ? 'the invariant is false in the last state' : messageOfProperty(violated!);
    return this.#result(outcome, { violated: name, message, span, trace });
  }

  /**
   * Something could not be evaluated. Where, is found by evaluating once more, this time with closures that know their place, the one state
   * that was being expanded.
   */
  #failed(error: Error): CheckResult {
    const located = error instanceof EvaluationError ? error : this.#located(error);
    const kind = located instanceof EvaluationError ? located.kind : 'evaluation';
    const span = located instanceof EvaluationError ? located.span : null;
    const outcome: CheckOutcome = kind === 'unsupported' ? 'unsupported' : 'assert';
    const exploration = this.#exploration;
    if (exploration === null || outcome === 'unsupported')
      return this.#result(outcome, { message: located.message, span });
    const { table, model, expanding, asked } = exploration;
    const states = statesOf(table, this.#program.variables.length, pathTo(table, expanding));
    const trace = traceOf(model, asked === null ? states : [...states, asked]);
    return this.#result(outcome, { message: located.message, span, trace });
  }

  #located(error: Error): Error {
    const exploration = this.#exploration;
    try {
      const values = exploration?.model.machine.values;
      const model = new CheckedModel(this.#program, this.#surroundings, {
        traced: true,
        ...(values === undefined ? {} : { values }),
      });
      if (exploration === null) for (const { holds } of model.assumptions) holds();
      else exploration.repeat(model);
    } catch (again) {
      if (again instanceof EvaluationError) return again;
      if (!(again instanceof Fault)) throw again;
    }
    return error;
  }

  #result(
    result: CheckOutcome,
    found: Partial<Pick<CheckResult, 'violated' | 'message' | 'span' | 'trace' | 'backTo'>>,
  ): CheckResult {
    const exploration = this.#exploration;
    const { generated, distinct, depth } = exploration?.counts ?? { generated: 0, distinct: 0, depth: 0 };
    const coverage = (exploration?.model.actions ?? []).map(({ name, span }, i) => ({
      name,
      span,
      generated: exploration!.generatedBy[i]!,
      distinct: exploration!.distinctBy[i]!,
    }));
    return {
      spec: this.#program.name,
      generated,
      distinct,
      // A state that a violation was found in can lie one level below those that were expanded.
      depth: found.backTo === undefined ? Math.max(depth, found.trace?.length ?? 0) : depth,
      result,
      violated: found.violated ?? null,
      message: found.message ?? '',
      span: found.span ?? null,
      trace: found.trace ?? [],
      backTo: found.backTo ?? null,
      coverage,
    };
  }
}

function messageOfProperty({ name }: { readonly name: string }): string {
  return `${name} does not hold of the last step`;
}
