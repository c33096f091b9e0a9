/**
 * Expressions of the intermediate form. They are the same in a module graph (what `tla2json` prints) and in a linked
 * program (what is compiled); only what a name leads to differs, hence the type parameter: `ModuleReference` there,
 * `ProgramReference` here.
 *
 * Names are resolved: no scope has to be searched, and an identifier that shadows nothing in TLA+ cannot capture
 * anything here. What is written in several ways (`#` and `/=`, `\leq` and `=<`, bulleted and infix conjunction) has
 * one form. Nothing is desugared beyond that, so that the form can be printed as TLA+ again.
 */
import type { Span } from './span.ts';

interface Node {
  readonly span: Span;
}

/** A bound identifier. `id` is unique within one definition, assumption or theorem; references to it carry the same. */
export interface Binder extends Node {
  readonly name: string;
  readonly id: number;
}

/** A formal parameter of an operator, or of a LAMBDA. Of arity 0 it is a value, otherwise an operator itself. */
export interface Parameter extends Binder {
  readonly arity: number;
}

/** `x, y \in S`, or with `tuple` the pattern `<<x, y>> \in S`. */
export interface Bound<Reference> {
  readonly binders: readonly Binder[];
  readonly tuple: boolean;
  readonly set: Expression<Reference>;
}

/**
 * Operators of the language itself, with the number of their arguments. `/\`, `\/` and `\X` take two or more: a chain
 * without parentheses, or a bulleted list, is one application. The operators of Naturals and the like are no built-ins
 * but references.
 */
export type BuiltinOperator =
  | 'BOOLEAN'
  | 'STRING'
  | '~'
  | 'SUBSET'
  | 'UNION'
  | 'DOMAIN'
  | 'UNCHANGED'
  | "'"
  | '[]'
  | '<>'
  | '='
  | '/='
  | '\\in'
  | '\\notin'
  | '\\subseteq'
  | '\\cup'
  | '\\cap'
  | '\\'
  | '=>'
  | '<=>'
  | '~>'
  | '-+->'
  | '\\cdot'
  | '/\\'
  | '\\/'
  | '\\X';

/** Digits that do not fit a safe integer are kept as in ITF. */
export interface IntegerLiteral extends Node {
  readonly kind: 'integer';
  readonly value: number | { readonly '#bigint': string };
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

export interface BooleanLiteral extends Node {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** A model value of the .cfg file; only in programs. */
export interface ModelValue extends Node {
  readonly kind: 'modelValue';
  readonly name: string;
}

/**
 * Anything with a name, applied to as many arguments as it has parameters: for variables, constants and bound
 * identifiers none.
 */
export interface Application<Reference> extends Node {
  readonly kind: 'apply';
  readonly operator: Reference;
  readonly arguments: readonly Argument<Reference>[];
}

export interface BuiltinApplication<Reference> extends Node {
  readonly kind: 'builtin';
  readonly operator: BuiltinOperator;
  readonly arguments: readonly Expression<Reference>[];
}

export interface If<Reference> extends Node {
  readonly kind: 'if';
  readonly condition: Expression<Reference>;
  readonly consequence: Expression<Reference>;
  readonly alternative: Expression<Reference>;
}

export interface Case<Reference> extends Node {
  readonly kind: 'case';
  readonly arms: readonly { readonly guard: Expression<Reference>; readonly value: Expression<Reference> }[];
  readonly other: Expression<Reference> | null;
}

/** `\A` and `\E` over sets. Bounds do not see the binders of other bounds. */
export interface Quantification<Reference> extends Node {
  readonly kind: 'quantification';
  readonly quantifier: '\\A' | '\\E';
  readonly bounds: readonly Bound<Reference>[];
  readonly body: Expression<Reference>;
}

export interface UnboundedQuantification<Reference> extends Node {
  readonly kind: 'unboundedQuantification';
  readonly quantifier: '\\A' | '\\E' | '\\AA' | '\\EE';
  readonly binders: readonly Binder[];
  readonly body: Expression<Reference>;
}

/** `CHOOSE x \in S : P`; without a set, `set` is null. */
export interface Choose<Reference> extends Node {
  readonly kind: 'choose';
  readonly binders: readonly Binder[];
  readonly tuple: boolean;
  readonly set: Expression<Reference> | null;
  readonly body: Expression<Reference>;
}

export interface SetLiteral<Reference> extends Node {
  readonly kind: 'set';
  readonly elements: readonly Expression<Reference>[];
}

/** `{x \in S : P}` */
export interface SetFilter<Reference> extends Node {
  readonly kind: 'filter';
  readonly bound: Bound<Reference>;
  readonly condition: Expression<Reference>;
}

/** `{e : x \in S, y \in T}` */
export interface SetMap<Reference> extends Node {
  readonly kind: 'map';
  readonly bounds: readonly Bound<Reference>[];
  readonly body: Expression<Reference>;
}

export interface Tuple<Reference> extends Node {
  readonly kind: 'tuple';
  readonly elements: readonly Expression<Reference>[];
}

/** `[x \in S, y \in T |-> e]`; with several identifiers the domain consists of tuples. */
export interface FunctionLiteral<Reference> extends Node {
  readonly kind: 'function';
  readonly bounds: readonly Bound<Reference>[];
  readonly body: Expression<Reference>;
}

/** `f[a, b]`, which is f applied to the tuple `<<a, b>>`; one argument is applied as it is. */
export interface FunctionApplication<Reference> extends Node {
  readonly kind: 'functionApplication';
  readonly function: Expression<Reference>;
  readonly arguments: readonly Expression<Reference>[];
}

/** `[S -> T]` */
export interface FunctionSet<Reference> extends Node {
  readonly kind: 'functionSet';
  readonly domain: Expression<Reference>;
  readonly range: Expression<Reference>;
}

export interface RecordLiteral<Reference> extends Node {
  readonly kind: 'record';
  readonly fields: readonly { readonly name: string; readonly value: Expression<Reference> }[];
}

/** `[a : S, b : T]` */
export interface RecordSet<Reference> extends Node {
  readonly kind: 'recordSet';
  readonly fields: readonly { readonly name: string; readonly set: Expression<Reference> }[];
}

export interface FieldAccess<Reference> extends Node {
  readonly kind: 'field';
  readonly record: Expression<Reference>;
  readonly name: string;
}

/** One step of the path of an EXCEPT: `[a, b]` as in an application, or `.name`. */
export type PathStep<Reference> =
  | { readonly kind: 'index'; readonly arguments: readonly Expression<Reference>[] }
  | { readonly kind: 'field'; readonly name: string };

/** Updates are applied one after the other. */
export interface Except<Reference> extends Node {
  readonly kind: 'except';
  readonly function: Expression<Reference>;
  readonly updates: readonly {
    readonly path: readonly PathStep<Reference>[];
    readonly value: Expression<Reference>;
  }[];
}

/** `@`: the old value where the innermost enclosing update of an EXCEPT puts its new one. */
export interface OldValue extends Node {
  readonly kind: 'oldValue';
}

/** `[A]_v` (`box`) and `<<A>>_v`. */
export interface ActionFormula<Reference> extends Node {
  readonly kind: 'box' | 'angle';
  readonly action: Expression<Reference>;
  readonly subscript: Expression<Reference>;
}

/**
 * `ENABLED A` says that A is true for some values of the primed variables, and those are the variables of the module
 * where it was written. In an instance with `x <- e` that is any value of x', whether or not e can take it (Specifying
 * Systems, 17.8), so the primes that ENABLED binds are listed: in a program they are variables, or definitions that
 * stand for a substituted variable (those of a parametrised instance applied to its parameters).
 */
export interface Enabled<Reference> extends Node {
  readonly kind: 'enabled';
  readonly action: Expression<Reference>;
  readonly binds: readonly Reference[];
}

/** `WF_v(A)` and `SF_v(A)`, which contain `ENABLED <<A>>_v`. */
export interface Fairness<Reference> extends Node {
  readonly kind: 'weakFairness' | 'strongFairness';
  readonly action: Expression<Reference>;
  readonly subscript: Expression<Reference>;
  readonly binds: readonly Reference[];
}

/** Definitions see those before them, and themselves and others where they are recursive. */
export interface Let<Reference> extends Node {
  readonly kind: 'let';
  readonly definitions: readonly LetDefinition<Reference>[];
  readonly body: Expression<Reference>;
}

/** `LET M(p) == INSTANCE N WITH x <- e IN body`; only in module graphs. */
export interface LetInstance<Reference> extends Node {
  readonly kind: 'letInstance';
  readonly instance: Binder & InstanceBody<Reference>;
  readonly body: Expression<Reference>;
}

/** `name(p, q) :: e` is e. */
export interface Label<Reference> extends Node {
  readonly kind: 'label';
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Expression<Reference>;
}

/** Valid TLA+ that cannot be evaluated: an error when it is reached, a warning when it is not. `text` is its source. */
export interface Unsupported extends Node {
  readonly kind: 'unsupported';
  readonly construct: string;
  readonly text: string;
}

export type Expression<Reference> =
  | IntegerLiteral
  | StringLiteral
  | BooleanLiteral
  | ModelValue
  | Application<Reference>
  | BuiltinApplication<Reference>
  | If<Reference>
  | Case<Reference>
  | Quantification<Reference>
  | UnboundedQuantification<Reference>
  | Choose<Reference>
  | SetLiteral<Reference>
  | SetFilter<Reference>
  | SetMap<Reference>
  | Tuple<Reference>
  | FunctionLiteral<Reference>
  | FunctionApplication<Reference>
  | FunctionSet<Reference>
  | RecordLiteral<Reference>
  | RecordSet<Reference>
  | FieldAccess<Reference>
  | Except<Reference>
  | OldValue
  | ActionFormula<Reference>
  | Enabled<Reference>
  | Fairness<Reference>
  | Let<Reference>
  | LetInstance<Reference>
  | Label<Reference>
  | Unsupported;

/** What stands where a parameter has parameters itself. */
export type OperatorArgument<Reference> =
  /** A named operator of the same arity. */
  | { readonly kind: 'operator'; readonly operator: Reference; readonly span: Span }
  | { readonly kind: 'builtinOperator'; readonly operator: BuiltinOperator; readonly span: Span }
  | {
      readonly kind: 'lambda';
      readonly parameters: readonly Parameter[];
      readonly body: Expression<Reference>;
      readonly span: Span;
    };

export type Argument<Reference> = Expression<Reference> | OperatorArgument<Reference>;

/** What the definitions of a module and those of a LET have in common. */
export interface DefinitionBody<Reference> {
  readonly parameters: readonly Parameter[];
  /**
   * Of `f[x \in S] == e`, which has no parameters, it is the function `[x \in S |-> e]`; inside, f is a reference to
   * this very definition.
   */
  readonly body: Expression<Reference>;
  /** Whether it was written as `f[x \in S] == e`. */
  readonly isFunction: boolean;
  /** Declared RECURSIVE, or a function that mentions itself. */
  readonly recursive: boolean;
  /** Of the name, without what comes before or after. */
  readonly span: Span;
}

/** A definition of a LET is bound as an identifier is: references to it are local. */
export type LetDefinition<Reference> = Binder & DefinitionBody<Reference>;

/** What the instances of a module and those of a LET have in common. */
export interface InstanceBody<Reference> {
  readonly parameters: readonly Parameter[];
  readonly module: string;
  /**
   * For each constant and variable of the module, in its order. What is not substituted explicitly is substituted by
   * what has the same name where the instance stands.
   */
  readonly substitutions: readonly {
    readonly name: string;
    readonly value: Argument<Reference>;
    readonly explicit: boolean;
  }[];
  /** Of the name, or of the word INSTANCE when there is none. */
  readonly span: Span;
}
