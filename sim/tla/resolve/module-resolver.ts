/**
 * From a written module to a resolved one: its names, in the order in which they become known, and the expressions that
 * use them. What may go wrong: a name defined twice, or anything that `expression-resolver.ts` finds, also in
 * definitions that nobody uses.
 */
import type { Module, ModuleReference, Unit } from '../ir/module-graph.ts';
import type { Span } from '../ir/span.ts';
import { someReference } from '../ir/visit.ts';
import type { StandardModule } from '../modules/standard-module.ts';
import { isBuiltin } from '../parse/operators.ts';
import type {
  WrittenDeclaration,
  WrittenDefinition,
  WrittenInstance,
  WrittenModule,
  WrittenUnit,
} from '../parse/parsed-module.ts';
import type { SourceText } from '../source/source-text.ts';
import { type Declaration, type Entity, type NamedEntity, type ResolvedModule, aritiesOf, through } from './entity.ts';
import { ExpressionResolver, exportsOf } from './expression-resolver.ts';
import { Scope } from './scope.ts';

export interface ModuleSurroundings {
  readonly sources: readonly SourceText[];
  /** A module that EXTENDS or INSTANCE names, already resolved. */
  readonly moduleNamed: (name: string, span: Span) => ResolvedModule;
  /** What the evaluator implements of this module, when it is a standard module. */
  readonly standard: StandardModule | undefined;
}

/** The module around a nested one, as far as it is resolved. */
interface Around {
  readonly name: string;
  readonly scope: Scope;
  readonly variables: readonly ModuleReference[];
  readonly closed: boolean;
  readonly moduleNamed: ModuleSurroundings['moduleNamed'];
}

export function resolveModule(written: WrittenModule, surroundings: ModuleSurroundings): ResolvedModule {
  return new ModuleResolver(written, surroundings, null).resolve();
}

class ModuleResolver {
  readonly #written: WrittenModule;
  readonly #surroundings: ModuleSurroundings;
  readonly #around: Around | null;
  readonly #name: string;
  readonly #scope: Scope;
  readonly #extended: readonly ResolvedModule[];
  readonly #closed: boolean;
  readonly #units: Unit[] = [];
  readonly #declarations: Declaration[] = [];
  readonly #variables: ModuleReference[];
  readonly #nested = new Map<string, ResolvedModule>();
  readonly #expressions: ExpressionResolver;
  #unnamed = 0;
  #current: string | null = null;

  constructor(written: WrittenModule, surroundings: ModuleSurroundings, around: Around | null) {
    this.#written = written;
    this.#surroundings = surroundings;
    this.#around = around;
    this.#name = around === null ? written.name : `${around.name}.${written.name}`;
    this.#scope = new Scope(around?.scope ?? null);
    this.#variables = [...(around?.variables ?? [])];
    this.#extended = written.extends.map(({ name, span }) => this.#moduleNamed(name, span));
    const declares = written.units.some((unit) => unit.kind === 'constants' || unit.kind === 'variables');
    this.#closed = !declares && this.#extended.every(({ closed }) => closed) && (around?.closed ?? true);
    this.#expressions = new ExpressionResolver({
      sources: surroundings.sources,
      moduleNamed: (name, span) => this.#moduleNamed(name, span),
      variables: () => this.#variables,
      definedLater: (name) => this.#definedLater(name),
      current: () => this.#current,
    });
  }

  resolve(): ResolvedModule {
    for (const [index, module] of this.#extended.entries()) this.#extend(module, index);
    this.#addIntrinsics();
    for (const unit of this.#written.units) this.#add(unit);
    const module: Module = {
      name: this.#name,
      extends: this.#extended.map((each) => each.module.name),
      units: this.#units,
      span: this.#written.span,
    };
    const visible = [...this.#scope.entities()].filter(({ isLocal }) => !isLocal);
    return {
      module,
      scope: new Map(visible.map((entity) => [entity.name, entity])),
      declarations: this.#declarations,
      closed: this.#closed,
      nested: this.#nested,
    };
  }

  #moduleNamed(name: string, span: Span): ResolvedModule {
    const nested = this.#nested.get(name);
    if (nested !== undefined) return nested;
    return (this.#around?.moduleNamed ?? this.#surroundings.moduleNamed)(name, span);
  }

  #extend(extended: ResolvedModule, index: number): void {
    const { span } = this.#written.extends[index] as WrittenModule['extends'][number];
    for (const entity of extended.scope.values()) {
      this.#import(entity, span);
    }
    for (const declaration of extended.declarations) this.#declare(declaration);
    for (const [name, module] of extended.nested) this.#nested.set(name, module);
  }

  /** A module can be extended on two ways; what it declares is there once. */
  #declare(declaration: Declaration): void {
    const { kind, module, name } = declaration;
    if (this.#declarations.some((each) => each.module === module && each.name === name)) return;
    this.#declarations.push(declaration);
    if (kind === 'variable') this.#variables.push({ to: 'global', module, name });
  }

  #addIntrinsics(): void {
    const { span } = this.#written;
    for (const [name, parameters] of Object.entries(this.#surroundings.standard?.intrinsics ?? {})) {
      this.#bind(this.#global('intrinsic', name, parameters, false, span));
      this.#units.push({ kind: 'intrinsic', name, parameters, span });
    }
  }

  #global(
    kind: NamedEntity['kind'],
    name: string,
    parameters: readonly number[],
    isLocal: boolean,
    span: Span,
  ): NamedEntity {
    const reference: ModuleReference = { to: 'global', module: this.#name, name };
    return { kind, name, parameters, reference, closed: this.#closed, isLocal, span };
  }

  /** Gives a name its meaning. Also the same meaning again would be a second definition. */
  #bind(entity: Entity): void {
    const known = this.#scope.find(entity.name) ?? this.#scope.add(entity);
    if (known !== undefined) throw this.#expressions.alreadyMeans(entity, known);
  }

  /**
   * A name that comes from elsewhere, by what stands at `span`. Several modules that ship with us define some
   * operators, in the same way; of those the first is taken.
   */
  #import(entity: Entity, span: Span): void {
    const known = this.#scope.add(entity);
    if (known === undefined || (this.#isShipped(known) && this.#isShipped(entity))) return;
    throw this.#expressions.alreadyMeans({ ...entity, span }, known);
  }

  #isShipped({ span }: Entity): boolean {
    return this.#surroundings.sources[span[0]]?.file.startsWith('<') === true;
  }

  #add(unit: WrittenUnit): void {
    switch (unit.kind) {
      case 'constants':
        for (const declaration of unit.declarations) this.#addConstant(declaration);
        return;
      case 'variables':
        for (const { name, span } of unit.declarations) {
          this.#bind(this.#global('variable', name, [], false, span));
          this.#declare({ kind: 'variable', module: this.#name, name, arity: 0 });
          this.#units.push({ kind: 'variable', name, span });
        }
        return;
      case 'recursive':
        for (const { name, arity, span } of unit.declarations) {
          this.#bind(this.#global('definition', name, this.#parametersOf(name, arity), this.#isLocal(name), span));
        }
        return;
      case 'definition':
        this.#addDefinition(unit);
        return;
      case 'instance':
        this.#addInstance(unit);
        return;
      case 'assumption':
        this.#units.push({ ...unit, body: this.#expressions.resolve(unit.body, this.#scope) });
        return;
      case 'theorem': {
        const statement = unit.statement === null ? null : this.#expressions.resolve(unit.statement, this.#scope);
        this.#units.push({ ...unit, statement });
        return;
      }
      case 'module':
        this.#addNested(unit.module);
    }
  }

  #addConstant({ name, arity, span }: WrittenDeclaration): void {
    const parameters = Array.from({ length: arity }, () => 0);
    this.#bind(this.#global('constant', name, parameters, false, span));
    this.#declare({ kind: 'constant', module: this.#name, name, arity });
    this.#units.push({ kind: 'constant', name, arity, span });
  }

  /** A RECURSIVE declaration says how many parameters there are, the definition which of them are operators. */
  #parametersOf(name: string, arity: number): readonly number[] {
    const definition = this.#definition(name);
    return definition === undefined ? Array.from({ length: arity }, () => 0) : aritiesOf(definition.parameters);
  }

  #isLocal(name: string): boolean {
    return this.#definition(name)?.local ?? false;
  }

  #definition(name: string): WrittenDefinition | undefined {
    return this.#written.units.find((unit) => unit.kind === 'definition' && unit.name === name) as
      | WrittenDefinition
      | undefined;
  }

  #addDefinition(written: WrittenDefinition): void {
    const { name, parameters, isFunction, local, span } = written;
    if (isBuiltin(name) || name === 'ENABLED') {
      throw this.#expressions.error(`"${name}" belongs to the language and cannot be defined`, span);
    }
    const entity = this.#global('definition', name, aritiesOf(parameters), local, span);
    const knowsItself = written.recursive || isFunction;
    // A function knows itself, but its name is free for nobody else either.
    if (written.recursive) this.#checkOnce(written);
    else if (isFunction) this.#bind(entity);
    this.#current = knowsItself ? null : name;
    const scope = this.#expressions.parameters(parameters, this.#scope);
    const body = this.#expressions.resolve(written.body, scope);
    this.#current = null;
    if (!knowsItself) this.#bind(entity);
    const isItself = (to: ModuleReference): boolean =>
      to.to === 'global' && to.module === this.#name && to.name === name;
    const recursive = written.recursive || (isFunction && someReference(body, isItself));
    this.#units.push({ ...written, recursive, body, level: 'constant' });
  }

  #checkOnce(written: WrittenDefinition): void {
    const first = this.#definition(written.name);
    if (first === undefined || first === written) return;
    const entity = this.#global('definition', written.name, [], false, written.span);
    throw this.#expressions.alreadyMeans(entity, { ...entity, span: first.span });
  }

  #addInstance(written: WrittenInstance): void {
    const { local, span } = written;
    const target = this.#moduleNamed(written.module, span);
    if (written.name === null) this.#unnamed += 1;
    const name = written.name ?? `#${this.#unnamed}`;
    const body = this.#expressions.instance(written, this.#scope);
    const instance = { to: 'global', module: this.#name, name } as const;
    const { closed } = target;
    const entity = {
      kind: 'instance',
      name,
      parameters: aritiesOf(written.parameters),
      path: [],
      instance,
      target,
      closed: closed && this.#closed,
      isLocal: local,
      span,
    } as const;
    this.#units.push({ kind: 'instance', name, local, ...body, module: target.module.name });
    if (written.name !== null) {
      this.#bind(entity);
      return;
    }
    for (const exported of exportsOf(entity).values()) {
      const seen = through([{ instance, arguments: [] }], exported);
      this.#import({ ...seen, isLocal: local }, span);
    }
  }

  #addNested(written: WrittenModule): void {
    const around: Around = {
      name: this.#name,
      scope: this.#scope,
      variables: this.#variables,
      closed: this.#closed,
      moduleNamed: (name, span) => this.#moduleNamed(name, span),
    };
    const nested = new ModuleResolver(written, { ...this.#surroundings, standard: undefined }, around).resolve();
    this.#nested.set(written.name, nested);
    this.#units.push({ kind: 'module', module: nested.module });
  }

  /** Of a definition or declaration that comes after what is being resolved. */
  #definedLater(name: string): Span | undefined {
    for (const unit of this.#written.units) {
      if ((unit.kind === 'definition' || unit.kind === 'instance') && unit.name === name) return unit.span;
      if (unit.kind === 'constants' || unit.kind === 'variables') {
        const declaration = unit.declarations.find((each) => each.name === name);
        if (declaration !== undefined) return declaration.span;
      }
    }
    return undefined;
  }
}
