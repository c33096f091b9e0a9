/**
 * The form that `tla2json` prints: a module and all it depends on, checked, names resolved, as plain data. Documented
 * for its users in `specs/tla2json.md`; whatever changes here changes `formatVersion` when a reader of the old form
 * would misread the new one.
 */
import type { Argument, DefinitionBody, Expression, InstanceBody } from './expression.ts';
import type { Level } from './level.ts';
import type { Source, Span } from './span.ts';

export const formatVersion = 1;

/** A constant, variable, definition or instance by the module that declares it and its name there. */
export interface GlobalName {
  readonly module: string;
  readonly name: string;
}

/**
 * One `I(a)!` of `I(a)!J!Op`. An instance without a name is called by its position among those of its module: `#1`,
 * `#2`.
 */
export interface InstanceStep {
  readonly instance:
    | ({ readonly to: 'global' } & GlobalName)
    | { readonly to: 'local'; readonly id: number; readonly name: string };
  readonly arguments: readonly Argument<ModuleReference>[];
}

export type ModuleReference =
  | { readonly to: 'local'; readonly id: number; readonly name: string }
  | ({ readonly to: 'global' } & GlobalName)
  /** Through instances, the outermost first. */
  | ({ readonly to: 'member'; readonly path: readonly InstanceStep[] } & GlobalName);

export type ModuleExpression = Expression<ModuleReference>;

export interface ConstantDeclaration {
  readonly kind: 'constant';
  readonly name: string;
  readonly arity: number;
  readonly span: Span;
}

export interface VariableDeclaration {
  readonly kind: 'variable';
  readonly name: string;
  readonly span: Span;
}

export interface ModuleDefinition extends DefinitionBody<ModuleReference> {
  readonly kind: 'definition';
  readonly name: string;
  readonly local: boolean;
  readonly level: Level;
}

/**
 * An operator of a standard module that has no text: the evaluator implements it. `parameters` are the arities of its
 * parameters.
 */
export interface IntrinsicDefinition {
  readonly kind: 'intrinsic';
  readonly name: string;
  readonly parameters: readonly number[];
  readonly span: Span;
}

export interface ModuleInstance extends InstanceBody<ModuleReference> {
  readonly kind: 'instance';
  /** `#1` for the first that has none. */
  readonly name: string;
  readonly local: boolean;
}

export interface Assumption {
  readonly kind: 'assumption';
  readonly name: string | null;
  readonly body: ModuleExpression;
  readonly span: Span;
}

/** Kept, never evaluated. The statement of ASSUME … PROVE is null; proofs are dropped. */
export interface Theorem {
  readonly kind: 'theorem';
  readonly name: string | null;
  readonly statement: ModuleExpression | null;
  readonly span: Span;
}

export interface NestedModule {
  readonly kind: 'module';
  readonly module: Module;
}

/** In the order of the source. */
export type Unit =
  | ConstantDeclaration
  | VariableDeclaration
  | ModuleDefinition
  | IntrinsicDefinition
  | ModuleInstance
  | Assumption
  | Theorem
  | NestedModule;

export interface Module {
  /** `Outer.Inner` for a module within a module. */
  readonly name: string;
  readonly extends: readonly string[];
  readonly units: readonly Unit[];
  readonly span: Span;
}

export interface ModuleGraph {
  readonly version: typeof formatVersion;
  /** The name of the module that was asked for. */
  readonly root: string;
  readonly sources: readonly Source[];
  /** A module comes after those that it depends on, so the root is the last. */
  readonly modules: readonly Module[];
  /**
   * SHA-256 over the texts of all sources, as hexadecimal digits: what was derived from the graph is stale when it
   * differs.
   */
  readonly contentHash: string;
}
