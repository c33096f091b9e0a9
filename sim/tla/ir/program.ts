/**
 * A linked program: what an evaluator gets. The modules are gone. What was extended is there once; an instance is a
 * copy of the definitions of its module with the substitutions made, under names such as `Abs!Next`; the constants are
 * definitions with the values that the .cfg file gives them, and its overrides are made.
 *
 * A copy refers to what is substituted for a variable or constant by a definition of its own, `Abs!x == e`, so that the
 * expression exists once; a variable for a variable is renamed. The parameters of a parametrised instance `M(p) ==
 * INSTANCE …` come first among those of its definitions.
 */
import type { DefinitionBody, Expression } from './expression.ts';
import type { Level } from './level.ts';
import type { SourceText } from '../source/source-text.ts';
import type { Span } from './span.ts';

/**
 * What a name leads to. Indices are those of the program's lists; `local` is a binder, a parameter or a definition of a
 * LET.
 */
export type ProgramReference =
  | { readonly to: 'local'; readonly id: number; readonly name: string }
  | { readonly to: 'variable'; readonly index: number }
  | { readonly to: 'definition'; readonly index: number }
  /** An operator of a standard module that the evaluator implements. */
  | { readonly to: 'intrinsic'; readonly module: string; readonly name: string };

export type ProgramExpression = Expression<ProgramReference>;

export interface ProgramVariable {
  readonly name: string;
  readonly span: Span;
}

export interface ProgramDefinition extends DefinitionBody<ProgramReference> {
  /** As the root module would write it: `Next`, `Abs!Next`. Unique but for LOCAL definitions of several modules. */
  readonly name: string;
  /** Of its value when all arguments are constant, and what the evaluator implements is taken to be. */
  readonly level: Level;
}

/** One name of the .cfg file, as a definition without parameters. */
export interface Entry {
  readonly name: string;
  readonly definition: number;
  readonly span: Span;
}

/** What the .cfg file asks for, constants aside. */
export interface Model {
  readonly specification: Entry | null;
  readonly init: Entry | null;
  readonly next: Entry | null;
  readonly invariants: readonly Entry[];
  readonly properties: readonly Entry[];
  readonly constraints: readonly Entry[];
  readonly actionConstraints: readonly Entry[];
  readonly view: Entry | null;
  readonly symmetry: readonly Entry[];
  readonly alias: Entry | null;
  readonly postcondition: Entry | null;
  readonly checkDeadlock: boolean;
}

export interface Program {
  /** The root module's. */
  readonly name: string;
  /** Those of the modules, then the .cfg file. */
  readonly sources: readonly SourceText[];
  readonly variables: readonly ProgramVariable[];
  readonly definitions: readonly ProgramDefinition[];
  readonly assumptions: readonly { readonly name: string | null; readonly body: ProgramExpression }[];
  readonly model: Model;
  /** The definitions that the root module can name, by that name. */
  readonly names: ReadonlyMap<string, number>;
  /** Constructs in it that cannot be evaluated; worth a word unless one of them was reached, which is an error. */
  readonly unsupported: readonly { readonly construct: string; readonly span: Span }[];
}
