/**
 * A program made ready to be checked: the initial predicate and the next-state relation as steps, everything that is asked of states and
 * steps as tests, what is asked of behaviours as formulas for the liveness checker. Properties are sorted here: `[]P` is an invariant,
 * `[][A]_v` is asked of every step, an initial predicate of the initial states, and an implied specification is all of these.
 */
import type { ActionInfo, Context, Step, Test, Value } from '../compile/context.ts';
import { Compiler, actionContext, initialContext, stateContext } from '../compile/compiler.ts';
import { Machine, type Surroundings } from '../compile/machine.ts';
import type { Entry, Program } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';
import { changedTest } from '../compile/builtins.ts';
import { type Arena, unset } from '../values/arena.ts';
import {
  type Placed,
  type Specification,
  belowAlways,
  conjunctsOf,
  isTemporal,
  placedEntry,
  specificationOf,
  stepOf,
  testOf,
  valueOf,
} from './formula.ts';

/** A test by the name under which it is reported. */
export interface NamedTest {
  readonly name: string;
  readonly span: Span;
  readonly holds: Test;
}

export interface NamedFormula {
  readonly name: string;
  readonly formula: Placed;
}

/** A complete step, `next` filled in. */
const stepContext = { ...stateContext, settled: true };
/** The state that a step leads to, `next` filled in. */
const successorContext = { ...stateContext, primed: true, settled: true };

export class CheckedModel {
  readonly program: Program;
  readonly machine: Machine;
  readonly compiler: Compiler;
  readonly specification: Specification | null;
  /** Of the state in `current`. */
  readonly invariants: readonly NamedTest[];
  /** Of the initial state in `current`. */
  readonly impliedInitially: readonly NamedTest[];
  /** Of the step from `current` to `next`. */
  readonly impliedSteps: readonly NamedTest[];
  /** Left for the liveness checker. */
  readonly temporal: readonly NamedFormula[];
  /** Of the state in `next`. */
  readonly constraints: readonly Test[];
  readonly actionConstraints: readonly Test[];
  /** Of the state in `next`. */
  readonly view: Value | null;
  readonly assumptions: readonly NamedTest[];
  readonly #onInitial: { run: Step } = { run: nothing };
  readonly #onSuccessor: { run: Step } = { run: nothing };
  readonly #initial: Step | null;
  readonly #next: Step | null;

  constructor(
    program: Program,
    surroundings: Surroundings,
    { values, traced }: { values?: Arena; traced?: boolean } = {},
  ) {
    this.program = program;
    this.machine = new Machine(program.variables.length, program.definitions.length, surroundings, values);
    this.compiler = new Compiler(program, this.machine, { traced: traced ?? false });
    const { compiler } = this;
    const { model } = program;
    this.specification = this.#specification();
    const [onInitial, onSuccessor] = [this.#onInitial, this.#onSuccessor];
    this.#initial =
      this.specification === null ? null : this.#compileInitial(this.specification, () => onInitial.run());
    this.#next =
      this.specification === null || this.specification.next === null
        ? null
        : stepOf(compiler, this.specification.next.action, this.#spine(), () => onSuccessor.run());
    const sorted = this.#sortProperties();
    this.invariants = [...model.invariants.map((entry) => this.#named(entry, stateContext)), ...sorted.invariants];
    this.impliedInitially = sorted.initially;
    this.impliedSteps = sorted.steps;
    this.temporal = sorted.temporal;
    this.constraints = model.constraints.map((entry) =>
      testOf(compiler, placedEntry(program, entry), successorContext),
    );
    this.actionConstraints = model.actionConstraints.map((entry) =>
      testOf(compiler, placedEntry(program, entry), stepContext),
    );
    this.view = model.view === null ? null : valueOf(compiler, placedEntry(program, model.view), successorContext);
    this.assumptions = program.assumptions.map(({ name, body }) => {
      const placed = { expression: body, context: stateContext, entered: [] };
      return { name: name ?? 'ASSUME', span: body.span, holds: testOf(compiler, placed, stateContext) };
    });
  }

  get actions(): readonly ActionInfo[] {
    return this.compiler.actions;
  }

  /** Runs what follows for every initial state, in `next`. */
  forEachInitial(then: Step): void {
    this.#run(this.#initial, this.#onInitial, then);
  }

  /** Runs what follows for every step from the state in `current` to one in `next`. */
  forEachSuccessor(then: Step): void {
    this.#run(this.#next, this.#onSuccessor, then);
  }

  /** For postconditions and the like. */
  testOf(entry: Entry): Test {
    return testOf(this.compiler, placedEntry(this.program, entry), stateContext);
  }

  valueOf(entry: Entry): Value {
    return valueOf(this.compiler, placedEntry(this.program, entry), stateContext);
  }

  #run(step: Step | null, hook: { run: Step }, then: Step): void {
    if (step === null) return;
    const before = hook.run;
    hook.run = then;
    this.machine.next.fill(unset);
    try {
      step();
    } finally {
      hook.run = before;
    }
  }

  #specification(): Specification | null {
    const { program, compiler } = this;
    const { specification, init, next } = program.model;
    if (specification !== null) return specificationOf(compiler, placedEntry(program, specification));
    if (init === null) return null;
    return {
      initial: [placedEntry(program, init)],
      next: next === null ? null : { action: placedEntry(program, next), subscript: null },
      assumed: [],
    };
  }

  #compileInitial({ initial }: Specification, then: Step): Step {
    return initial.reduceRight<Step>((after, part) => stepOf(this.compiler, part, initialContext, after), then);
  }

  /** What the next-state relation is called until a definition below it says better. */
  #spine(): Context {
    const { model } = this.program;
    return { ...actionContext, spine: { name: model.next?.name ?? 'Next', parameters: [] } };
  }

  #named(entry: Entry, circumstances: Context): NamedTest {
    const { name, span } = entry;
    return { name, span, holds: testOf(this.compiler, placedEntry(this.program, entry), circumstances) };
  }

  #sortProperties(): {
    readonly invariants: NamedTest[];
    readonly initially: NamedTest[];
    readonly steps: NamedTest[];
    readonly temporal: NamedFormula[];
  } {
    const { compiler, program } = this;
    const sorted = {
      invariants: new Array<NamedTest>(),
      initially: new Array<NamedTest>(),
      steps: new Array<NamedTest>(),
      temporal: new Array<NamedFormula>(),
    };
    for (const entry of program.model.properties) {
      const { name } = entry;
      for (const part of conjunctsOf(compiler, placedEntry(program, entry))) {
        const { span } = part.expression;
        if (!isTemporal(compiler, part)) {
          sorted.initially.push({ name, span, holds: testOf(compiler, part, stateContext) });
          continue;
        }
        const always = belowAlways(compiler, part);
        if (always === null || isTemporal(compiler, always)) {
          sorted.temporal.push({ name, formula: part });
        } else if (always.expression.kind === 'box') {
          const { action, subscript } = always.expression;
          const moves = compiler.entered(compiler.test(action, { ...always.context, ...settled }), always.entered);
          const changed = compiler.entered(
            changedTest(compiler, subscript, { ...always.context, ...settled }),
            always.entered,
          );
          const implied = compiler.rememberedStep(action, { ...always.context, ...settled }, moves);
          sorted.steps.push({ name, span, holds: () => !changed() || implied() });
        } else {
          sorted.invariants.push({ name, span, holds: testOf(compiler, always, stateContext) });
        }
      }
    }
    return sorted;
  }
}

const settled = { primed: false, settled: true, spine: null };

function nothing(): void {}
