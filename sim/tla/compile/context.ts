/**
 * The vocabulary of the compiler: what an expression becomes, what identifiers are bound to, and the circumstances under which an
 * expression is compiled. Calls are inlined, so a parameter is bound to the expression of its argument and the circumstances there.
 */
import type { Argument, Expression, LetDefinition, OperatorArgument, Parameter } from '../ir/expression.ts';
import type { ProgramReference } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';
import type { FactFinder } from './facts.ts';
import type { Machine } from './machine.ts';

export type Expr = Expression<ProgramReference>;
export type Arg = Argument<ProgramReference>;
export type OperatorArg = OperatorArgument<ProgramReference>;
export type LocalDefinition = LetDefinition<ProgramReference>;

/** Gives the handle of the value; a symbolic set only where `mayBeSymbolic` says so. */
export type Value = () => number;
export type Test = () => boolean;
/** Tries everything that makes its action true, and runs what comes after it each time. */
export type Step = () => void;
/** Whether a value is in a set that need not exist as a value. */
export type Membership = (element: number) => boolean;

/** What a local identifier is bound to. */
export type Binding =
  | SlotBinding
  | ExpressionBinding
  | { readonly kind: 'operator'; readonly operator: OperatorArg; readonly context: Context }
  | {
      readonly kind: 'definition';
      readonly definition: LocalDefinition;
      /** Within which it sees itself and the others of its LET. */
      readonly context: Context;
      readonly need: Need;
    };

export interface SlotBinding {
  readonly kind: 'slot';
  readonly slot: number;
  /** Of a parameter whose argument may have no value, which is a mistake only where it is used. */
  readonly mayBeUnset: boolean;
}

/** An argument, computed when it is needed and kept until the call is entered again. */
export interface ExpressionBinding {
  readonly kind: 'expression';
  readonly expression: Expr;
  readonly context: Context;
  readonly need: Need;
}

/** Where what was needed is kept, once for unprimed and once for primed variables; -1 where nobody has needed it. */
export interface Need {
  unprimedSlot: number;
  primedSlot: number;
}

export interface Scope {
  readonly bindings: ReadonlyMap<number, Binding>;
  readonly parent: Scope | null;
}

export interface Context {
  readonly scope: Scope;
  /** Variables are those of the next state: below a prime, and in an initial predicate. */
  readonly primed: boolean;
  /** The next state is complete and stays what it is, so that what mentions it may be kept, too. */
  readonly settled: boolean;
  /** Definitions whose primes are bound by the ENABLED around. */
  readonly bound: ReadonlySet<number>;
  /** Slot of `@`. */
  readonly oldValueSlot: number;
  /** Set as long as nothing but disjunctions, `\E` and calls lie between here and the next-state relation. */
  readonly spine: Spine | null;
}

/** How the action on the way is called, and with what. */
export interface Spine {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly value: Value }[];
}

/** A disjunct of the next-state relation, as it is named in traces and in the coverage. */
export interface ActionInfo {
  readonly name: string;
  readonly span: Span;
  readonly parameters: readonly { readonly name: string; readonly value: Value }[];
}

/** The parts of the compiler by which they call each other. */
export interface Compiling {
  readonly machine: Machine;
  readonly facts: FactFinder;
  /** As a value that may be a symbolic set. */
  value(expression: Expr, context: Context): Value;
  /** As a value that can stand in a set, a state or beside `=`. */
  listedValue(expression: Expr, context: Context): Value;
  test(expression: Expr, context: Context): Test;
  membership(set: Expr, context: Context): Membership;
  step(expression: Expr, context: Context, then: Step): Step;
  /** An operator that is given to another one: as a function of its arguments, which must be as many as its parameters. */
  operator(argument: Arg, context: Context, arity: number): (...args: number[]) => number;
  mayBeSymbolic(expression: Expr, context: Context): boolean;
  mentionsPrime(expression: Expr, context: Context): boolean;
  /** Whether a set is, as it is written, one of those without an end. */
  isEndless(set: Expr, context: Context): boolean;
  /** A recursive function applied to an argument. */
  callFunction(callee: Callee, argument: Value, context: Context): Value;
  resolve(reference: ProgramReference, args: readonly Arg[], context: Context, span: Span): Resolution;
}

/** What an application leads to. */
export type Resolution =
  | SlotBinding
  | { readonly kind: 'variable'; readonly index: number }
  /** A definition whose prime is bound by ENABLED. */
  | { readonly kind: 'boundPrime'; readonly index: number }
  | { readonly kind: 'intrinsic'; readonly name: string; readonly args: readonly Arg[] }
  | { readonly kind: 'builtin'; readonly expression: Expr; readonly context: Context }
  /** To be compiled in place, after forgetting what earlier calls needed. */
  | {
      readonly kind: 'inline';
      readonly expression: Expr;
      readonly context: Context;
      /** Keeps the value of an argument or of a LET definition without parameters; null if it is not worth it. */
      readonly keep: Need | null;
      /** Of a definition of the program without parameters: its compiled form can be shared. */
      readonly definition: number | null;
      /** Of a definition: how it is called, and what its parameters are. */
      readonly name: string | null;
      readonly parameters: readonly Parameter[];
      readonly entered: readonly Need[];
    }
  | { readonly kind: 'recursive'; readonly callee: Callee; readonly args: readonly Expr[] };

/** A recursive definition, with the operators among its arguments already put in. */
export interface Callee {
  readonly parameters: readonly Parameter[];
  readonly body: Expr;
  readonly isFunction: boolean;
  readonly scope: Scope;
  /** Constant, and no operator among its parameters: its values can be kept. */
  readonly closed: boolean;
}

export const emptyScope: Scope = { bindings: new Map(), parent: null };

export function lookUp(scope: Scope, id: number): Binding | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const binding = at.bindings.get(id);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

export function withBindings(context: Context, bindings: ReadonlyMap<number, Binding>): Context {
  return { ...context, scope: { bindings, parent: context.scope }, spine: null };
}

/** An argument of arity 0. */
export function isExpression(argument: Arg): argument is Expr {
  return argument.kind !== 'operator' && argument.kind !== 'builtinOperator' && argument.kind !== 'lambda';
}
