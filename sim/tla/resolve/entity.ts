/**
 * What a name can stand for while a module is resolved, and how a reference to it is written down.
 */
import type { Parameter } from '../ir/expression.ts';
import type { InstanceStep, Module, ModuleReference } from '../ir/module-graph.ts';
import type { Span } from '../ir/span.ts';

export type Entity = NamedEntity | InstanceEntity;

/** Whatever can be applied: constants, variables, operators, parameters and bound identifiers. */
export interface NamedEntity {
  readonly kind: 'constant' | 'variable' | 'definition' | 'intrinsic' | 'local';
  readonly name: string;
  /** The arities of its parameters. */
  readonly parameters: readonly number[];
  readonly reference: ModuleReference;
  /** Its module declares no constant and no variable, so that every instance of it is the same. */
  readonly closed: boolean;
  readonly isLocal: boolean;
  readonly span: Span;
}

/** `M` of `M == INSTANCE N`. */
export interface InstanceEntity {
  readonly kind: 'instance';
  readonly name: string;
  readonly parameters: readonly number[];
  /** The instances through which it is seen, itself not included. */
  readonly path: readonly InstanceStep[];
  readonly instance: InstanceStep['instance'];
  readonly target: ResolvedModule;
  readonly closed: boolean;
  readonly isLocal: boolean;
  readonly span: Span;
}

/** A constant or variable that an instance substitutes. */
export interface Declaration {
  readonly kind: 'constant' | 'variable';
  readonly module: string;
  readonly name: string;
  readonly arity: number;
}

export interface ResolvedModule {
  readonly module: Module;
  /** What comes with EXTENDS and, but for constants and variables, with INSTANCE: everything that is not LOCAL. */
  readonly scope: ReadonlyMap<string, Entity>;
  /** Its own and those of the modules that it extends, in order. */
  readonly declarations: readonly Declaration[];
  /** Neither it nor a module around it declares anything. */
  readonly closed: boolean;
  /** Modules within it, by their plain names. */
  readonly nested: ReadonlyMap<string, ResolvedModule>;
}

/** The same entity as it is seen through instances, the outermost first. */
export function through(path: readonly InstanceStep[], entity: Entity): Entity {
  if (entity.closed || path.length === 0) return entity;
  if (entity.kind === 'instance') return { ...entity, path: [...path, ...entity.path] };
  const { reference } = entity;
  if (reference.to === 'local') return entity;
  const { module, name } = reference;
  const inner = reference.to === 'member' ? reference.path : [];
  return { ...entity, reference: { to: 'member', path: [...path, ...inner], module, name } };
}

/** Whether two names stand for the same thing, as when a module is extended on two ways. */
export function isSame(a: Entity, b: Entity): boolean {
  return a.kind === b.kind && identityOf(a) === identityOf(b);
}

function identityOf(entity: Entity): string {
  return JSON.stringify(
    entity.kind === 'instance' ? [entity.path, entity.instance] : entity.reference,
    (key, value: unknown) => {
      return key === 'span' ? undefined : value;
    },
  );
}

export function aritiesOf(parameters: readonly Parameter[]): readonly number[] {
  return parameters.map(({ arity }) => arity);
}
