/**
 * Compiles expressions to closures over a {@link Machine}: as values, as tests, as questions of membership, and as steps. Nothing is
 * interpreted when they run, and no source text is made of them.
 *
 * Arguments and LET definitions are computed when they are first needed and kept until the call or the LET is entered again; what mentions
 * primed variables is computed anew each time unless the step is settled, because another branch may have assigned them since. What is
 * constant is computed once. A recursive call is a {@link Routine}.
 *
 * With `traced`, every closure says where it was when something went wrong. That is slow, so it is how the place of an error is found
 * after it has happened: what failed is compiled again and evaluated once more.
 */
import type { OperatorArgument } from '../ir/expression.ts';
import type { Program, ProgramReference } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';
import { kinds, unset } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { contains, listed } from '../values/symbolic.ts';
import { builtinTest, builtinValue, changedTest, isTest, truth } from './builtins.ts';
import { Calls, isCheap } from './calls.ts';
import {
  type ActionInfo,
  type Arg,
  type Binding,
  type Callee,
  type Compiling,
  type Context,
  type Expr,
  type Membership,
  type Need,
  type Resolution,
  type Spine,
  type Step,
  type Test,
  type Value,
  emptyScope,
  isExpression,
  lookUp,
  withBindings,
} from './context.ts';
import { EvaluationError } from './evaluation-error.ts';
import { FactFinder, oldValueId } from './facts.ts';
import {
  except,
  fieldAccess,
  functionApplication,
  functionLiteral,
  literalApplied,
  record,
  tuple,
} from './function-expressions.ts';
import { intrinsicTest, intrinsicValue, isSymbolicIntrinsic } from './intrinsics/intrinsics.ts';
import type { Machine } from './machine.ts';
import { compileMembership } from './membership.ts';
import { ReadFinder } from './reads.ts';
import { type Asked, isRemembered, rememberedTest, rememberedValue } from './remembering.ts';
import { Routine } from './routines.ts';
import { choose, quantified, setFilter, setLiteral, setMap } from './set-expressions.ts';
import { angleStep, boxStep, builtinStep, caseStep, ifStep, possible, quantifiedStep, testStep } from './steps.ts';

/** The argument of a recursive function; no identifier has a negative number. */
const functionArgumentId = -2;

/** At the top of a definition, evaluated in one state. */
export const stateContext: Context = {
  scope: emptyScope,
  primed: false,
  settled: true,
  bound: new Set(),
  oldValueSlot: -1,
  spine: null,
};

/** An action that looks for the states that it leads to. */
export const actionContext: Context = { ...stateContext, settled: false };

/** A predicate that looks for the states of which it is true. */
export const initialContext: Context = { ...stateContext, primed: true, settled: false };

type ApplyExpression = Extract<Expr, { kind: 'apply' }>;
type LetExpression = Extract<Expr, { kind: 'let' }>;

export class Compiler implements Compiling {
  readonly machine: Machine;
  readonly facts: FactFinder;
  /** The disjuncts of the next-state relation, in the order in which they are found; see `Machine.action`. */
  readonly actions: ActionInfo[] = [];
  readonly #program: Program;
  readonly #traced: boolean;
  readonly #calls: Calls;
  readonly #reads: ReadFinder;
  readonly #constants = new Map<Expr, Value>();
  readonly #sharedValues = new Map<string, Value>();
  readonly #sharedTests = new Map<string, Test>();
  readonly #routines = new Map<Callee, Map<string, Routine<() => unknown>>>();
  #operatorId = functionArgumentId - 1;

  constructor(program: Program, machine: Machine, { traced = false }: { readonly traced?: boolean } = {}) {
    this.#program = program;
    this.machine = machine;
    this.facts = new FactFinder(program);
    this.#calls = new Calls(program, this.facts);
    this.#reads = new ReadFinder(program);
    this.#traced = traced;
  }

  value(expression: Expr, context: Context): Value {
    const compiled = this.#isConstant(expression, context)
      ? this.#constant(expression, context)
      : this.#remembered(expression, context, this.#value(expression, context), rememberedValue);
    return this.#traced ? this.#located(compiled, expression.span) : compiled;
  }

  listedValue(expression: Expr, context: Context): Value {
    const value = this.value(expression, context);
    if (!this.mayBeSymbolic(expression, context)) return value;
    const { values } = this.machine;
    return () => listed(values, value());
  }

  test(expression: Expr, context: Context): Test {
    const compiled = this.#isConstant(expression, context)
      ? this.#constantTest(expression, context)
      : this.#remembered(expression, context, this.#test(expression, context), rememberedTest);
    return this.#traced ? this.#located(compiled, expression.span) : compiled;
  }

  membership(set: Expr, context: Context): Membership {
    const { values } = this.machine;
    if (this.#isConstant(set, context) && !this.#isEndlessFilter(set, context)) {
      const constant = this.value(set, context);
      return (element) => contains(values, constant(), element);
    }
    if (set.kind === 'apply') {
      const found = this.resolve(set.operator, set.arguments, context, set.span);
      if (found.kind === 'inline' && found.keep === null) {
        const inner = this.membership(found.expression, found.context);
        if (found.entered.length === 0) return inner;
        const enter = this.#entering(found.entered);
        return (element) => {
          enter();
          return inner(element);
        };
      }
    }
    if (set.kind === 'let') {
      const { context: inner, entered } = this.#letContext(set, context);
      const member = this.membership(set.body, inner);
      const enter = this.#entering(entered);
      return (element) => {
        enter();
        return member(element);
      };
    }
    const member = compileMembership(this, set, context);
    if (!this.#traced) return member;
    return (element) => this.#located(() => member(element), set.span)();
  }

  step(expression: Expr, context: Context, then: Step): Step {
    const { spine } = context;
    if (spine !== null && !isOnSpine(expression)) {
      return this.#namedStep(expression, spine, this.step(expression, { ...context, spine: null }, then));
    }
    // A constant definition is a value, as in TLC; a constant expression that is written out branches like any other.
    const isValue =
      expression.kind === 'apply' && expression.arguments.length === 0 && this.#isConstant(expression, context);
    const compiled = isValue ? testStep(this, expression, context, then) : this.#step(expression, context, then);
    return this.#traced ? this.#located(compiled, expression.span) : compiled;
  }

  resolve(reference: ProgramReference, args: readonly Arg[], context: Context, span: Span): Resolution {
    return this.#calls.resolve(reference, args, context, span);
  }

  mentionsPrime(expression: Expr, context: Context): boolean {
    return this.#calls.dependence(expression, context).prime;
  }

  /**
   * Whether a whole step is one of an action is found once for the values of the definitions that it speaks of: a step of another spec that
   * this one implements changes little, and often the same.
   */
  rememberedStep(expression: Expr, context: Context, holds: Test): Test {
    if (context.bound.size > 0 || this.facts.of(expression).free.size > 0) return holds;
    const reads = this.#reads.partsOf(expression);
    const valueOf = (index: number, circumstances: Context): Value => {
      const { span } = expression;
      return this.value({ kind: 'apply', operator: { to: 'definition', index }, arguments: [], span }, circumstances);
    };
    const asked = {
      current: reads.variables,
      next: reads.primedVariables,
      values: [
        ...reads.definitions.map((index) => valueOf(index, context)),
        ...reads.primedDefinitions.map((index) => valueOf(index, { ...context, primed: true })),
      ],
    };
    return this.facts.of(expression).impure || !isRemembered(asked)
      ? holds
      : rememberedTest(this.machine, asked, holds);
  }

  /** For those who take formulas apart: the circumstances of the body of a LET. */
  letContext(
    expression: LetExpression,
    context: Context,
  ): { readonly context: Context; readonly entered: readonly Need[] } {
    return this.#letContext(expression, context);
  }

  /** The same, but what the calls and LETs around it kept is forgotten before. */
  entered<Compiled extends () => unknown>(body: Compiled, needs: readonly Need[]): Compiled {
    return this.#entered(body, needs);
  }

  dependsOnState(expression: Expr, context: Context): boolean {
    return this.#calls.dependence(expression, context).state;
  }

  isTemporal(expression: Expr, context: Context): boolean {
    return this.#calls.dependence(expression, context).temporal;
  }

  operator(argument: Arg, context: Context, arity: number): (a: number, b: number) => number {
    const { slots } = this.machine;
    const places = Array.from({ length: arity }, () => this.machine.newSlot());
    let body: Value;
    if (isExpression(argument)) throw new Error('an operator is expected where a value was given');
    if (argument.kind === 'lambda') {
      const bindings = argument.parameters.map(({ id }, i) => [id, slotBinding(places[i]!)] as const);
      body = this.listedValue(argument.body, withBindings(context, new Map(bindings)));
    } else body = this.#namedOperator(argument, context, places);
    const [first, second] = places as [number, number];
    if (arity === 1) {
      return (a) => {
        slots[first] = a;
        return body();
      };
    }
    return (a, b) => {
      slots[first] = a;
      slots[second] = b;
      return body();
    };
  }

  mayBeSymbolic(expression: Expr, context: Context): boolean {
    const may = (part: Expr): boolean => this.mayBeSymbolic(part, context);
    switch (expression.kind) {
      case 'functionSet':
      case 'recordSet':
        return true;
      case 'if':
        return may(expression.consequence) || may(expression.alternative);
      case 'case':
        return expression.arms.some(({ value }) => may(value)) || (expression.other !== null && may(expression.other));
      case 'label':
        return may(expression.body);
      case 'let':
        return true;
      case 'builtin':
        switch (expression.operator) {
          case 'SUBSET':
          case '\\X':
          case 'STRING':
          case 'UNION':
            return true;
          case "'":
            return may(expression.arguments[0]!);
          case '\\cup':
          case '\\cap':
          case '\\':
            return expression.arguments.some(may);
          default:
            return false;
        }
      case 'apply': {
        const found = this.resolve(expression.operator, expression.arguments, context, expression.span);
        switch (found.kind) {
          case 'inline':
            return this.mayBeSymbolic(found.expression, found.context);
          case 'builtin':
            return this.mayBeSymbolic(found.expression, found.context);
          case 'intrinsic':
            return isSymbolicIntrinsic(found.name);
          case 'recursive':
            return !found.callee.isFunction;
          default:
            return false;
        }
      }
      default:
        return false;
    }
  }

  isEndless(set: Expr, context: Context): boolean {
    switch (set.kind) {
      case 'functionSet':
        return true;
      case 'builtin':
        switch (set.operator) {
          case 'STRING':
          case 'SUBSET':
            return true;
          case '\\cup':
          case '\\':
          case '\\X':
            return set.arguments.some((part) => this.isEndless(part, context));
          default:
            return false;
        }
      case 'apply': {
        const found = this.resolve(set.operator, set.arguments, context, set.span);
        if (found.kind === 'intrinsic') return found.name === 'Nat' || found.name === 'Int' || found.name === 'Seq';
        return found.kind === 'inline' && this.isEndless(found.expression, found.context);
      }
      default:
        return false;
    }
  }

  callFunction(callee: Callee, argument: Value, context: Context): Value {
    const { body } = callee;
    if (body.kind !== 'function') throw new Error('a function definition without a function');
    const { slots } = this.machine;
    const routine = this.#routine(callee, 'function', context, (made: Routine<Value>, inner) => {
      const slot = made.parameterSlots[0]!;
      return literalApplied(this, body, () => slots[slot]!, inner);
    });
    // Computed before the call, so that an argument without a value is said to be that and not to be outside of the domain.
    let element = unset;
    const passed = [() => element];
    if (!callee.closed) {
      return () => {
        element = argument();
        return routine.call(passed);
      };
    }
    const { known } = routine;
    return () => {
      const key = argument();
      let value = known.get(key);
      if (value === undefined) {
        element = key;
        value = routine.call(passed);
        known.set(key, value);
      }
      return value;
    };
  }

  /** `{x \in Nat : P}`, which no value stands for, not even a symbolic one. */
  #isEndlessFilter(set: Expr, context: Context): boolean {
    if (set.kind === 'filter') return this.isEndless(set.bound.set, context);
    if (set.kind !== 'apply') return false;
    const found = this.resolve(set.operator, set.arguments, context, set.span);
    return found.kind === 'inline' && this.#isEndlessFilter(found.expression, found.context);
  }

  #value(expression: Expr, context: Context): Value {
    const { machine } = this;
    const { values, slots } = machine;
    switch (expression.kind) {
      case 'integer': {
        const { value: digits } = expression;
        if (typeof digits !== 'number') {
          throw new EvaluationError('unsupported', 'an integer beyond 2^53 cannot be represented', expression.span);
        }
        return machine.places.constant(values.integer(digits));
      }
      case 'string':
        return machine.places.constant(values.string(expression.value));
      case 'boolean':
        return machine.places.constant(values.boolean(expression.value));
      case 'modelValue':
        return machine.places.constant(values.modelValue(expression.name));
      case 'apply':
        return this.#applied(expression, context);
      case 'builtin':
        return builtinValue(this, expression, context);
      case 'if': {
        const condition = this.test(expression.condition, context);
        const [then, otherwise] = [
          this.value(expression.consequence, context),
          this.value(expression.alternative, context),
        ];
        return () => (condition() ? then() : otherwise());
      }
      case 'case': {
        const arms = expression.arms.map(({ guard, value }) => ({
          guard: this.test(guard, context),
          value: this.value(value, context),
        }));
        const other = expression.other === null ? null : this.value(expression.other, context);
        return () => {
          for (const { guard, value } of arms) if (guard()) return value();
          if (other === null) throw new Fault('CASE: no guard is true and there is no OTHER');
          return other();
        };
      }
      case 'choose':
        return choose(this, expression, context);
      case 'set':
        return setLiteral(this, expression, context);
      case 'filter':
        return setFilter(this, expression, context);
      case 'map':
        return setMap(this, expression, context);
      case 'tuple':
        return tuple(this, expression, context);
      case 'function':
        return functionLiteral(this, expression, context);
      case 'functionApplication':
        return functionApplication(this, expression, context);
      case 'functionSet': {
        const [domain, range] = [this.value(expression.domain, context), this.value(expression.range, context)];
        return () => {
          const from = values.depth;
          values.push(domain());
          values.push(range());
          return values.intern(kinds.functionSet, from);
        };
      }
      case 'record':
        return record(this, expression, context);
      case 'recordSet': {
        const fields = expression.fields
          .map(({ name, set }) => ({ name: values.string(name), set: this.value(set, context) }))
          .sort((a, b) => a.name - b.name);
        return () => {
          const from = values.depth;
          for (const { name } of fields) values.push(name);
          for (const { set } of fields) values.push(set());
          return values.intern(kinds.recordSet, from);
        };
      }
      case 'field':
        return fieldAccess(this, expression, context);
      case 'except':
        return except(this, expression, context);
      case 'oldValue': {
        const slot = context.oldValueSlot;
        return () => slots[slot]!;
      }
      case 'let': {
        const { context: inner, entered } = this.#letContext(expression, context);
        return this.#entered(this.value(expression.body, inner), entered);
      }
      case 'label':
        return this.value(expression.body, context);
      case 'quantification':
      case 'enabled':
      case 'box':
      case 'angle': {
        const holds = this.#test(expression, context);
        return () => values.boolean(holds());
      }
      case 'unboundedQuantification': {
        const message = `${expression.quantifier} without a set cannot be evaluated`;
        throw new EvaluationError('unsupported', message, expression.span);
      }
      case 'weakFairness':
      case 'strongFairness':
        throw new EvaluationError('unsupported', 'fairness cannot be evaluated in a state', expression.span);
      case 'letInstance':
        throw new Error('an INSTANCE within LET should have been copied');
      case 'unsupported':
        throw new EvaluationError('unsupported', `${expression.construct} is not supported`, expression.span);
    }
  }

  #test(expression: Expr, context: Context): Test {
    switch (expression.kind) {
      case 'boolean':
        return expression.value ? () => true : () => false;
      case 'builtin':
        if (isTest(expression)) return builtinTest(this, expression, context);
        if (expression.operator === "'") return this.test(expression.arguments[0]!, { ...context, primed: true });
        break;
      case 'quantification':
        return quantified(this, expression, context);
      case 'if': {
        const condition = this.test(expression.condition, context);
        const [then, otherwise] = [
          this.test(expression.consequence, context),
          this.test(expression.alternative, context),
        ];
        return () => (condition() ? then() : otherwise());
      }
      case 'let': {
        const { context: inner, entered } = this.#letContext(expression, context);
        return this.#entered(this.test(expression.body, inner), entered);
      }
      case 'label':
        return this.test(expression.body, context);
      case 'apply':
        return this.#appliedTest(expression, context);
      case 'box': {
        const action = this.test(expression.action, context);
        const changed = changedTest(this, expression.subscript, context);
        return () => action() || !changed();
      }
      case 'angle': {
        const action = this.test(expression.action, context);
        const changed = changedTest(this, expression.subscript, context);
        return () => changed() && action();
      }
      case 'enabled': {
        if (context.primed) {
          throw new EvaluationError('unsupported', 'ENABLED below a prime is not supported', expression.span);
        }
        const definitions = expression.binds.filter((reference) => reference.to === 'definition');
        const bound = new Set(definitions.map(({ index }) => index));
        const inner: Context = { ...context, settled: false, bound, spine: null };
        return possible(this, (found) => this.step(expression.action, inner, found));
      }
      default:
    }
    return this.#truth(this.#value(expression, context));
  }

  #step(expression: Expr, context: Context, then: Step): Step {
    switch (expression.kind) {
      case 'builtin':
        return builtinStep(this, expression, context, then);
      case 'if':
        return ifStep(this, expression, context, then);
      case 'case':
        return caseStep(this, expression, context, then);
      case 'quantification':
        return quantifiedStep(this, expression, context, then);
      case 'let': {
        const { context: inner, entered } = this.#letContext(expression, context);
        return this.#entered(this.step(expression.body, { ...inner, spine: context.spine }, then), entered);
      }
      case 'label':
        return this.step(expression.body, context, then);
      case 'box':
        return boxStep(this, expression.action, expression.subscript, context, then);
      case 'angle':
        return angleStep(this, expression.action, expression.subscript, context, then);
      case 'apply':
        return this.#appliedStep(expression, context, then);
      default:
        return testStep(this, expression, context, then);
    }
  }

  #applied(expression: ApplyExpression, context: Context): Value {
    const { machine } = this;
    const { slots, current, next } = machine;
    const found = this.resolve(expression.operator, expression.arguments, context, expression.span);
    switch (found.kind) {
      case 'slot': {
        const { slot, mayBeUnset } = found;
        if (!mayBeUnset) return machine.places.read(slots, slot);
        return () => {
          const value = slots[slot]!;
          if (value === unset) throw new Fault('an argument of a recursive operator has no value');
          return value;
        };
      }
      case 'variable': {
        const { index } = found;
        if (!context.primed) return machine.places.read(current, index);
        return context.settled ? machine.places.read(next, index) : this.#nextValue(index);
      }
      case 'boundPrime': {
        const { index } = found;
        return () => {
          const value = next[index]!;
          if (value === unset) throw new Fault('a primed variable of the instance is used before it has a value');
          return value;
        };
      }
      case 'intrinsic':
        return intrinsicValue(this, { name: found.name, args: found.args, context, span: expression.span });
      case 'builtin':
        return this.value(found.expression, found.context);
      case 'inline':
        return this.#shared(this.#sharedValues, found, () => {
          if (found.keep !== null) return this.#kept(found, found.keep);
          const value = this.#rememberedBody(found, this.value(found.expression, found.context), rememberedValue);
          return this.#entered(value, found.entered);
        });
      case 'recursive': {
        const { callee, args } = found;
        if (callee.isFunction) return functionLiteral(this, functionOf(callee), this.#calleeContext(callee, context));
        const compiled = args.map((argument) => this.listedValue(argument, context));
        const routine = this.#routine(callee, 'value', context, (_: Routine<Value>, inner) =>
          this.value(callee.body, inner),
        );
        return this.#rememberedCall(callee, context, compiled, routine);
      }
    }
  }

  /** A recursive operator takes the same steps for the same arguments and variables: it is called once for these. */
  #rememberedCall(callee: Callee, context: Context, args: readonly Value[], routine: Routine<Value>): Value {
    const { body, parameters } = callee;
    const own = new Set(parameters.map(({ id }) => id));
    const isOwn = [...this.facts.of(body).free].every((id) => own.has(id));
    const reads = isOwn ? this.#askedBy(body, context, new Set()) : null;
    if (reads === null) return () => routine.call(args);
    const asked = { ...reads, values: args };
    if (!isRemembered(asked)) return () => routine.call(args);
    return rememberedValue(this.machine, asked, () => routine.call(args));
  }

  #appliedTest(expression: ApplyExpression, context: Context): Test {
    const found = this.resolve(expression.operator, expression.arguments, context, expression.span);
    switch (found.kind) {
      case 'inline':
        if (found.keep !== null) break;
        return this.#shared(this.#sharedTests, found, () => {
          const test = this.#rememberedBody(found, this.test(found.expression, found.context), rememberedTest);
          return this.#entered(test, found.entered);
        });
      case 'builtin':
        return this.test(found.expression, found.context);
      case 'intrinsic': {
        const test = intrinsicTest(this, { name: found.name, args: found.args, context, span: expression.span });
        if (test !== null) return test;
        break;
      }
      default:
    }
    return this.#truth(this.#applied(expression, context));
  }

  #appliedStep(expression: ApplyExpression, context: Context, then: Step): Step {
    const found = this.resolve(expression.operator, expression.arguments, context, expression.span);
    switch (found.kind) {
      case 'inline': {
        const spine = this.#spineInto(found, expression, context);
        return this.#entered(this.step(found.expression, { ...found.context, spine }, then), found.entered);
      }
      case 'builtin':
        return this.step(found.expression, found.context, then);
      case 'recursive': {
        const { callee, args } = found;
        if (callee.isFunction || !this.facts.of(callee.body).mentionsPrime) break;
        const compiled = args.map((argument) => this.listedValue(argument, context));
        const routine = this.#routine(callee, 'step', context, (made, inner) =>
          this.step(callee.body, inner, made.continue),
        );
        return () => routine.callStep(compiled, then);
      }
      default:
    }
    return testStep(this, expression, context, then);
  }

  /** Below a definition on the way from the next-state relation, an action is called by the name of that definition. */
  #spineInto(
    found: Extract<Resolution, { kind: 'inline' }>,
    expression: ApplyExpression,
    context: Context,
  ): Spine | null {
    const { spine } = context;
    if (spine === null || found.name === null) return spine;
    const inner = { ...context, spine: null };
    const parameters = found.parameters.flatMap(({ name, arity }, i) => {
      const argument = expression.arguments[i]!;
      if (arity > 0 || !isExpression(argument) || this.mentionsPrime(argument, context)) return [];
      return [{ name, value: this.value(argument, inner) }];
    });
    return { name: found.name, parameters };
  }

  #namedStep(expression: Expr, spine: Spine, step: Step): Step {
    const { machine } = this;
    const action = this.actions.push({ ...spine, span: expression.span }) - 1;
    return () => {
      const before = machine.action;
      machine.action = action;
      step();
      machine.action = before;
    };
  }

  #nextValue(index: number): Value {
    const { next } = this.machine;
    const { name } = this.#program.variables[index]!;
    return () => {
      const value = next[index]!;
      if (value === unset) throw new Fault(`${name}' is used before it has a value`);
      return value;
    };
  }

  #isConstant(expression: Expr, context: Context): boolean {
    if (context.bound.size > 0) return false;
    switch (expression.kind) {
      case 'integer':
      case 'string':
      case 'boolean':
      case 'modelValue':
      case 'unsupported':
        return false;
      default: {
        const { readsState, mentionsPrime, temporal, impure, free } = this.facts.of(expression);
        return !readsState && !mentionsPrime && !temporal && !impure && free.size === 0;
      }
    }
  }

  /** Computed at the first use. An expression that names a definition without parameters shares the one value of that definition. */
  #constant(expression: Expr, context: Context): Value {
    const known = this.#constants.get(expression);
    if (known !== undefined) return known;
    let body = expression;
    if (expression.kind === 'apply' && expression.operator.to === 'definition') {
      const definition = this.#program.definitions[expression.operator.index]!;
      if (definition.parameters.length === 0 && !definition.recursive) ({ body } = definition);
    }
    if (body !== expression && this.#isConstant(body, context)) return this.value(body, stateContext);
    const compute = this.#value(body, stateContext);
    if (this.machine.places.of(compute) !== undefined) return compute;
    let kept = unset;
    const value = (): number => {
      if (kept === unset) kept = compute();
      return kept;
    };
    this.#constants.set(expression, value);
    return value;
  }

  #constantTest(expression: Expr, context: Context): Test {
    const holds = this.#truth(this.#constant(expression, context));
    let isKnown = false;
    let known = false;
    return () => {
      if (!isKnown) {
        known = holds();
        isKnown = true;
      }
      return known;
    };
  }

  /** Of definitions of the program without parameters, compiled once for each circumstance. */
  #shared<Compiled extends Value | Test>(
    known: Map<string, Compiled>,
    { definition, context }: Extract<Resolution, { kind: 'inline' }>,
    compile: () => Compiled,
  ): Compiled {
    if (definition === null || context.bound.size > 0) return compile();
    const key = `${definition} ${context.primed} ${context.settled}`;
    let compiled = known.get(key);
    if (compiled === undefined) known.set(key, (compiled = this.#perState(definition, context, compile())));
    return compiled;
  }

  /** What costs something is found once for the values of the variables and identifiers that it reads. */
  #remembered<Compiled extends Value | Test>(
    expression: Expr,
    context: Context,
    compute: Compiled,
    remember: (machine: Machine, asked: Asked, compute: Compiled) => Compiled,
  ): Compiled {
    if (!isCostly(expression)) return compute;
    const asked = this.#askedBy(expression, context, this.facts.of(expression).free);
    return asked !== null && isRemembered(asked) ? remember(this.machine, asked, compute) : compute;
  }

  /** The body of a definition with parameters, if there is a loop in it: for the same arguments and variables it is the same. */
  #rememberedBody<Compiled extends Value | Test>(
    { expression, context, parameters }: Extract<Resolution, { kind: 'inline' }>,
    compute: Compiled,
    remember: (machine: Machine, asked: Asked, compute: Compiled) => Compiled,
  ): Compiled {
    if (parameters.length === 0 || isCostly(expression) || !this.#reads.loops(expression)) return compute;
    const asked = this.#askedBy(expression, context, this.facts.of(expression).free);
    return asked !== null && isRemembered(asked) ? remember(this.machine, asked, compute) : compute;
  }

  /** Null if it is not known on what its value depends. */
  #askedBy(expression: Expr, context: Context, identifiers: ReadonlySet<number>): Asked | null {
    const { impure, temporal } = this.facts.of(expression);
    if (context.bound.size > 0 || impure || temporal) return null;
    const values: Value[] = [];
    for (const id of identifiers) {
      const value = this.#identifier(id, context, expression.span);
      if (value === null) return null;
      values.push(value);
    }
    const { variables, primedVariables } = this.#reads.variablesOf(expression);
    return context.primed
      ? { current: [], next: [...new Set([...variables, ...primedVariables])], values }
      : { current: variables, next: primedVariables, values };
  }

  /** Null for what has no value by itself, such as an operator. */
  #identifier(id: number, context: Context, span: Span): Value | null {
    if (id === oldValueId) return this.machine.places.read(this.machine.slots, context.oldValueSlot);
    const binding = lookUp(context.scope, id);
    switch (binding?.kind) {
      case 'slot':
        return binding.mayBeUnset ? null : this.machine.places.read(this.machine.slots, binding.slot);
      case 'expression':
        return this.value({ kind: 'apply', operator: { to: 'local', id, name: '' }, arguments: [], span }, context);
      default:
        return null;
    }
  }

  /** A definition that is asked for several times in the same state is computed once there. */
  #perState<Compiled extends Value | Test>(
    definition: number,
    { primed, settled }: Context,
    compute: Compiled,
  ): Compiled {
    const { body } = this.#program.definitions[definition]!;
    const { mentionsPrime, impure } = this.facts.of(body);
    if (isCheap(body) || impure || mentionsPrime || (primed && !settled)) return compute;
    const { machine } = this;
    let kept: number | boolean = unset;
    let stamp = -1;
    if (primed) {
      return (() => {
        if (stamp !== machine.nextStamp) {
          kept = compute();
          stamp = machine.nextStamp;
        }
        return kept;
      }) as Compiled;
    }
    return (() => {
      if (stamp !== machine.currentStamp) {
        kept = compute();
        stamp = machine.currentStamp;
      }
      return kept;
    }) as Compiled;
  }

  #kept({ expression, context }: Extract<Resolution, { kind: 'inline' }>, need: Need): Value {
    const { slots } = this.machine;
    const value = this.value(expression, context);
    if (context.primed && need.primedSlot === -1) need.primedSlot = this.machine.newSlot();
    if (!context.primed && need.unprimedSlot === -1) need.unprimedSlot = this.machine.newSlot();
    const slot = context.primed ? need.primedSlot : need.unprimedSlot;
    return () => {
      let kept = slots[slot]!;
      if (kept === unset) {
        kept = value();
        slots[slot] = kept;
      }
      return kept;
    };
  }

  #entered<Compiled extends () => unknown>(body: Compiled, needs: readonly Need[]): Compiled {
    if (!needs.some(({ unprimedSlot, primedSlot }) => unprimedSlot !== -1 || primedSlot !== -1)) return body;
    const enter = this.#entering(needs);
    return (() => {
      enter();
      return body();
    }) as Compiled;
  }

  /** Forgets what was kept. To be made after everything that may need something has been compiled. */
  #entering(needs: readonly Need[]): () => void {
    const { slots } = this.machine;
    const kept = needs.flatMap(({ unprimedSlot, primedSlot }) =>
      [unprimedSlot, primedSlot].filter((slot) => slot !== -1),
    );
    const [only] = kept;
    if (kept.length === 1) return () => void (slots[only!] = unset);
    return () => {
      for (const slot of kept) slots[slot] = unset;
    };
  }

  #letContext(
    { definitions }: LetExpression,
    outer: Context,
  ): { readonly context: Context; readonly entered: readonly Need[] } {
    const bindings = new Map<number, Binding>();
    const context = withBindings(outer, bindings);
    const entered = definitions.map((definition) => {
      const need: Need = { unprimedSlot: -1, primedSlot: -1 };
      bindings.set(definition.id, { kind: 'definition', definition, context, need });
      return need;
    });
    return { context, entered };
  }

  #namedOperator(
    argument: Exclude<OperatorArgument<ProgramReference>, { kind: 'lambda' }>,
    context: Context,
    places: readonly number[],
  ): Value {
    const { span } = argument;
    const bindings = new Map<number, Binding>();
    const args = places.map((slot): Expr => {
      const id = this.#operatorId--;
      bindings.set(id, slotBinding(slot));
      return { kind: 'apply', operator: { to: 'local', id, name: `argument ${bindings.size}` }, arguments: [], span };
    });
    const applied: Expr =
      argument.kind === 'operator'
        ? { kind: 'apply', operator: argument.operator, arguments: args, span }
        : { kind: 'builtin', operator: argument.operator, arguments: args, span };
    return this.listedValue(applied, withBindings(context, bindings));
  }

  #routine<Body extends () => unknown>(
    callee: Callee,
    mode: 'value' | 'step' | 'function',
    context: Context,
    compile: (routine: Routine<Body>, inner: Context) => Body,
  ): Routine<Body> {
    let modes = this.#routines.get(callee);
    if (modes === undefined) this.#routines.set(callee, (modes = new Map()));
    const key = `${mode} ${context.primed} ${context.settled} ${[...context.bound].join()}`;
    const known = modes.get(key);
    if (known !== undefined) return known as Routine<Body>;
    const values = callee.parameters.filter(({ arity }) => arity === 0).map(({ id }) => id);
    const parameters = mode === 'function' ? [functionArgumentId] : values;
    const routine = new Routine<Body>(this.machine, parameters, callee.scope);
    modes.set(key, routine);
    routine.define(() => compile(routine, routine.contextFrom(context)));
    return routine;
  }

  #calleeContext({ scope }: Callee, context: Context): Context {
    return { ...context, scope, oldValueSlot: -1, spine: null };
  }

  #truth(value: Value): Test {
    const { values } = this.machine;
    return () => truth(values, value());
  }

  /** Says where a fault happened: the innermost expression that was being evaluated. */
  #located<Compiled extends () => unknown>(compiled: Compiled, span: Span): Compiled {
    return (() => {
      try {
        return compiled();
      } catch (error) {
        if (error instanceof Fault) throw new EvaluationError('evaluation', error.message, span);
        if (error instanceof RangeError) {
          throw new EvaluationError('evaluation', 'the recursion does not end, or is too deep', span);
        }
        throw error;
      }
    }) as Compiled;
  }
}

/** Whether it takes longer to evaluate than to remember. */
function isCostly(expression: Expr): boolean {
  switch (expression.kind) {
    case 'quantification':
    case 'choose':
    case 'filter':
    case 'map':
    case 'function':
    case 'enabled':
      return true;
    case 'builtin':
      return expression.operator === '\\subseteq' || expression.operator === 'UNION';
    default:
      return false;
  }
}

/** Whether an action can still become several below. */
function isOnSpine(expression: Expr): boolean {
  switch (expression.kind) {
    case 'builtin':
      return expression.operator === '\\/';
    case 'quantification':
      return expression.quantifier === '\\E';
    case 'apply':
    case 'let':
    case 'label':
      return true;
    default:
      return false;
  }
}

function slotBinding(slot: number): Binding {
  return { kind: 'slot', slot, mayBeUnset: false };
}

function functionOf({ body }: Callee): Extract<Expr, { kind: 'function' }> {
  if (body.kind !== 'function') throw new Error('a function definition without a function');
  return body;
}
