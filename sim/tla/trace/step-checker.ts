/**
 * Steps that somebody else took, held against a spec: is there a step of this action, with these arguments, from this state to one with
 * these values? Variables whose values are not known are computed, so an answer is the list of all states it can have been.
 *
 * An action is compiled once, with its parameters as slots; a check evaluates that one action and no other. Values are handles of the arena
 * of this checker, which is dropped with it.
 */
import { Compiler, actionContext, initialContext, stateContext } from '../compile/compiler.ts';
import {
  type Binding,
  type Context,
  type Expr,
  type Need,
  type Step,
  type Test,
  emptyScope,
} from '../compile/context.ts';
import { EvaluationError } from '../compile/evaluation-error.ts';
import { Machine, type Surroundings } from '../compile/machine.ts';
import type { Program } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';
import { type Arena, unset } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { printValue } from '../values/print.ts';

/** How many states a step whose outcome is not fully known may lead to before that is an error. */
const candidatesMax = 64;

/** A predicate of the spec by its name, with arguments. */
export type Predicate = (args: readonly number[], state: Int32Array) => boolean;

export interface CompiledAction {
  readonly name: string;
  readonly arity: number;
  /** Taken since it was compiled. */
  steps: number;
  readonly run: Step;
  readonly slots: readonly number[];
  readonly body: Expr;
  readonly context: Context;
}

interface Conjunct {
  readonly expression: Expr;
  readonly context: Context;
}

/** Why a step is none: the first conjunct that cannot be true, all before it being so. */
export interface Mismatch {
  readonly span: Span;
  /** Of `x' = e`: what was seen, and the value of e. Null where nothing is known of x. */
  readonly seen: string | null;
  readonly expected: string | null;
  /** What went wrong in evaluating the conjunct, if that is the reason. */
  readonly fault: string | null;
}

export class StepChecker {
  readonly program: Program;
  readonly values: Arena;
  readonly #machine: Machine;
  readonly #compiler: Compiler;
  readonly #actions = new Map<string, CompiledAction>();
  readonly #width: number;
  #found: Int32Array[] = [];
  #reached = false;

  constructor(program: Program, surroundings: Surroundings) {
    this.program = program;
    this.#machine = new Machine(program.variables.length, program.definitions.length, surroundings);
    this.values = this.#machine.values;
    this.#compiler = new Compiler(program, this.#machine);
    this.#width = program.variables.length;
  }

  /** The place of a variable in a state. */
  variable(name: string): number {
    const index = this.program.variables.findIndex((variable) => variable.name === name);
    if (index === -1) throw new Fault(`the spec has no variable ${name}`);
    return index;
  }

  /** A state of which nothing is known yet. */
  blank(): Int32Array {
    return new Int32Array(this.#width).fill(unset);
  }

  /** An action of the spec by its name: a definition whose parameters are values. */
  action(name: string): CompiledAction {
    const known = this.#actions.get(name);
    if (known !== undefined) return known;
    const { body, slots, context } = this.#parametrised(name, actionContext);
    const run = this.#compiler.step(body, context, this.#collect);
    const action: CompiledAction = { name, arity: slots.length, steps: 0, run, slots, body, context };
    this.#actions.set(name, action);
    return action;
  }

  /** A state predicate, such as an invariant for one address. */
  predicate(name: string): Predicate {
    const { body, slots, context } = this.#parametrised(name, stateContext);
    const holds: Test = this.#compiler.test(body, context);
    const machine = this.#machine;
    return (args, state) => {
      for (const [i, slot] of slots.entries()) machine.slots[slot] = args[i]!;
      machine.current.set(state);
      machine.currentChanged();
      return holds();
    };
  }

  /** The states of which an initial predicate is true and that have the values that are known. */
  initial(name: string, known: Int32Array): readonly Int32Array[] {
    const { body, context } = this.#parametrised(name, initialContext);
    this.#machine.current.fill(unset);
    return this.#search(this.#compiler.step(body, context, this.#collect), known);
  }

  /** The states that a step of the action can lead to; the unset words of `known` can be anything. Empty if it is no such step. */
  check(action: CompiledAction, args: readonly number[], from: Int32Array, known: Int32Array): readonly Int32Array[] {
    this.#enter(action, args, from);
    const found = this.#search(action.run, known);
    if (found.length > 0) action.steps++;
    return found;
  }

  /** For a step that `check` has rejected, with the same words known. Slow: every conjunct is compiled again. */
  explain(action: CompiledAction, args: readonly number[], from: Int32Array, known: Int32Array): Mismatch {
    const entered: Need[] = [];
    const conjuncts = this.#conjuncts(action.body, action.context, entered);
    this.#enter(action, args, from);
    for (let count = 1; count <= conjuncts.length; count++) {
      const { expression } = conjuncts[count - 1]!;
      const run = conjuncts
        .slice(0, count)
        .reduceRight<Step>((then, part) => this.#compiler.step(part.expression, part.context, then), this.#reach);
      for (const need of entered) this.#forget(need);
      try {
        this.#reached = false;
        this.#search(run, known);
        if (this.#reached) continue;
      } catch (error) {
        if (!(error instanceof Fault || error instanceof EvaluationError)) throw error;
        return { span: expression.span, seen: null, expected: null, fault: error.message };
      }
      return { span: expression.span, ...this.#difference(conjuncts[count - 1]!, known), fault: null };
    }
    return { span: action.body.span, seen: null, expected: null, fault: null };
  }

  #parametrised(
    name: string,
    circumstances: Context,
  ): { readonly body: Expr; readonly slots: readonly number[]; readonly context: Context } {
    const index = this.program.names.get(name);
    if (index === undefined) throw new Fault(`the spec has no definition ${name}`);
    const { parameters, body } = this.program.definitions[index]!;
    const slots = parameters.map(() => this.#machine.newSlot());
    const bindings = new Map<number, Binding>(
      parameters.map(({ id }, i) => [id, { kind: 'slot', slot: slots[i]!, mayBeUnset: false }]),
    );
    return { body, slots, context: { ...circumstances, scope: { bindings, parent: emptyScope } } };
  }

  #enter(action: CompiledAction, args: readonly number[], from: Int32Array): void {
    if (args.length !== action.arity)
      throw new Fault(`${action.name} takes ${action.arity} arguments, not ${args.length}`);
    const machine = this.#machine;
    for (let i = 0; i < args.length; i++) machine.slots[action.slots[i]!] = args[i]!;
    machine.current.set(from);
    machine.currentChanged();
  }

  #search(run: Step, known: Int32Array): readonly Int32Array[] {
    const { next } = this.#machine;
    next.fill(unset);
    next.set(known);
    this.#found = [];
    run();
    return this.#found;
  }

  readonly #collect: Step = () => {
    const { next } = this.#machine;
    for (let i = 0; i < this.#width; i++) {
      if (next[i] === unset) throw new Fault(`the step leaves open what ${this.program.variables[i]!.name} will be`);
    }
    for (const other of this.#found) if (sameWords(other, next, this.#width)) return;
    if (this.#found.length === candidatesMax) throw new Fault(`a step can lead to more than ${candidatesMax} states`);
    this.#found.push(next.slice(0, this.#width));
  };

  /** The first conjuncts alone leave open what some variables will be. */
  readonly #reach: Step = () => {
    this.#reached = true;
  };

  /** Through definitions, as far as conjunctions go. `entered` grows by what their arguments and LETs need. */
  #conjuncts(expression: Expr, context: Context, entered: Need[]): readonly Conjunct[] {
    switch (expression.kind) {
      case 'builtin':
        if (expression.operator !== '/\\') break;
        return expression.arguments.flatMap((part) => this.#conjuncts(part, context, entered));
      case 'label':
        return this.#conjuncts(expression.body, context, entered);
      case 'let': {
        const inner = this.#compiler.letContext(expression, context);
        entered.push(...inner.entered);
        return this.#conjuncts(expression.body, inner.context, entered);
      }
      case 'apply': {
        // A predicate says more by its name.
        if (!this.#compiler.mentionsPrime(expression, context)) break;
        const found = this.#compiler.resolve(expression.operator, expression.arguments, context, expression.span);
        if (found.kind !== 'inline' || found.keep !== null) break;
        entered.push(...found.entered);
        return this.#conjuncts(found.expression, found.context, entered);
      }
      default:
    }
    return [{ expression, context }];
  }

  #forget({ unprimedSlot, primedSlot }: Need): void {
    const { slots } = this.#machine;
    if (unprimedSlot !== -1) slots[unprimedSlot] = unset;
    if (primedSlot !== -1) slots[primedSlot] = unset;
  }

  #difference({ expression, context }: Conjunct, known: Int32Array): Pick<Mismatch, 'seen' | 'expected'> {
    const nothing = { seen: null, expected: null };
    if (expression.kind !== 'builtin' || expression.operator !== '=') return nothing;
    const [target, value] = expression.arguments as readonly [Expr, Expr];
    if (target.kind !== 'builtin' || target.operator !== "'") return nothing;
    const [variable] = target.arguments;
    if (variable?.kind !== 'apply' || variable.operator.to !== 'variable') return nothing;
    const seen = known[variable.operator.index]!;
    if (seen === unset) return nothing;
    const expected = this.#compiler.listedValue(value, context)();
    return { seen: printValue(this.values, seen), expected: printValue(this.values, expected) };
  }
}

function sameWords(a: Int32Array, b: Int32Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (a[i] !== b[i]) return false;
  return true;
}
