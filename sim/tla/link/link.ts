/**
 * From a module graph and a .cfg file to a program. What may go wrong is in the .cfg file: names that the module does
 * not have, a constant without a value, an entry of the wrong level.
 */
import type { Assignment, Config, ConfigName } from '../config/config.ts';
import type { Argument, DefinitionBody, Parameter } from '../ir/expression.ts';
import type { GlobalName, InstanceStep, Module, ModuleInstance, ModuleReference, Unit } from '../ir/module-graph.ts';
import type { Entry, Program, ProgramDefinition, ProgramReference, ProgramVariable } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';
import type { Entity, NamedEntity } from '../resolve/entity.ts';
import type { LoadedSpec } from '../resolve/load-graph.ts';
import { suggestion } from '../source/nearest-name.ts';
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import { type Context, type Substitution, leadingId, madeParameters, passedOn } from './context.ts';
import { DefinitionCopier, type LinkerFace } from './definition-copier.ts';
import { leveled } from './levels.ts';
import { modelOf, wrongLevel } from './model-of.ts';

/** The .cfg file is the source after those of the modules; without one, what needs none is all that can be done. */
export function link(spec: LoadedSpec, config: Config, configSource: SourceText | null): Program {
  return new Linker(spec, config, configSource).link();
}

type Draft = Omit<ProgramDefinition, 'level'>;

class Linker implements LinkerFace {
  readonly #spec: LoadedSpec;
  readonly #config: Config;
  readonly #sources: readonly SourceText[];
  readonly #modules = new Map<string, Module>();
  readonly #units = new Map<string, Unit>();
  readonly #variables: ProgramVariable[] = [];
  readonly #variableIndex = new Map<string, number>();
  readonly #drafts: (Draft | null)[] = [];
  readonly #indices = new Map<string, number>();
  /** Definitions that have an index but no body yet. */
  readonly #pending: (() => void)[] = [];
  readonly #closed = new Map<string, Context>();
  readonly #root: Context;
  #contexts = 0;
  /** What the .cfg file puts in the place of a name: `module!name`, with `within|` before it for one module. */
  readonly #overrides = new Map<string, ProgramReference>();
  readonly #unsupported: { readonly construct: string; readonly span: Span }[] = [];

  constructor(spec: LoadedSpec, config: Config, configSource: SourceText | null) {
    this.#spec = spec;
    this.#config = config;
    this.#sources = configSource === null ? spec.sources : [...spec.sources, configSource];
    for (const module of spec.graph.modules) this.#index(module);
    this.#root = this.#context('', this.#homeOf(spec.root.module.name), [], null, null);
  }

  link(): Program {
    for (const { kind, module, name } of this.#spec.root.declarations) {
      if (kind !== 'variable') continue;
      const { span } = this.#unit({ module, name });
      this.#variableIndex.set(`${module}!${name}`, this.#variables.push({ name, span }) - 1);
    }
    for (const assignment of this.#config.constants) this.#assign(assignment);
    this.#checkConstants();
    const names = new Map<string, number>();
    for (const entity of this.#spec.root.scope.values()) {
      const index = entity.kind === 'instance' ? undefined : this.#definitionBehind(entity);
      if (index !== undefined) names.set(entity.name, index);
    }
    const { name } = this.#spec.root.module;
    const assumptions = this.#assumptions();
    const model = modelOf(this.#config, (each) => this.#entry(each));
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) next();
    const definitions = leveled(this.#drafts as Draft[]);
    const wrong = wrongLevel(model, definitions);
    if (wrong !== undefined) throw this.#error(wrong.problem, wrong.span);
    return {
      name,
      sources: this.#sources,
      variables: this.#variables,
      definitions,
      assumptions,
      model,
      names,
      unsupported: this.#unsupported,
    };
  }

  /**
   * What a reference in `module`, as it is copied into `context`, leads to; with the arguments for leading parameters.
   */
  resolve(
    reference: Exclude<ModuleReference, { to: 'local' }>,
    context: Context,
    module: string,
    stepArguments: (step: InstanceStep) => readonly Argument<ProgramReference>[],
    localInstance: (id: number) => Context,
  ): { readonly to: ProgramReference; readonly leading: readonly Argument<ProgramReference>[] } {
    let [at, leading]: [Context, readonly Argument<ProgramReference>[]] = [context, passedOn(context)];
    for (const step of reference.to === 'member' ? reference.path : []) {
      const { instance } = step;
      if (instance.to === 'local') {
        at = localInstance(instance.id);
      } else {
        const owner = this.#ownerOf(instance.module, at);
        at = this.#instanceIn(owner, instance);
        leading = leading.slice(0, owner.leading.length);
      }
      leading = [...leading, ...stepArguments(step)];
    }
    const owner = this.#ownerOf(reference.module, at);
    const to = this.#target(owner, reference, module);
    return { to, leading: to.to === 'definition' ? leading.slice(0, owner.leading.length) : [] };
  }

  /**
   * A context for an instance of a LET, whose substitutions see the identifiers around it: they become leading
   * parameters.
   */
  localContext(
    instance: { readonly name: string; readonly module: string } & Pick<ModuleInstance, 'parameters' | 'substitutions'>,
    parent: Context,
    captured: readonly Parameter[],
  ): Context {
    return this.#instanceContext(instance, parent, captured);
  }

  /** Of what can be applied. */
  arityOf(reference: GlobalName): number {
    const unit = this.#unit(reference);
    if (unit.kind === 'constant') return unit.arity;
    return unit.kind === 'definition' || unit.kind === 'intrinsic' ? unit.parameters.length : 0;
  }

  note(construct: string, span: Span): void {
    this.#unsupported.push({ construct, span });
  }

  #index(module: Module): void {
    this.#modules.set(module.name, module);
    for (const unit of module.units) {
      if (unit.kind === 'module') this.#index(unit.module);
      else if ('name' in unit && unit.name !== null && unit.kind !== 'assumption' && unit.kind !== 'theorem') {
        this.#units.set(`${module.name}!${unit.name}`, unit);
      }
    }
  }

  #unit({ module, name }: GlobalName): Exclude<Unit, { kind: 'module' }> {
    const unit = this.#units.get(`${module}!${name}`);
    if (unit === undefined || unit.kind === 'module') throw new Error(`nothing is called ${name} in module ${module}`);
    return unit;
  }

  /** A module with those that it extends, each once. */
  #extendedBy(name: string): ReadonlySet<string> {
    const found = new Set<string>();
    const add = (each: string): void => {
      if (found.has(each)) return;
      found.add(each);
      for (const extended of this.#modules.get(each)?.extends ?? []) add(extended);
    };
    add(name);
    return found;
  }

  /** Modules that declare nothing are at home nowhere: there is one copy of them. */
  #homeOf(name: string): ReadonlySet<string> {
    const extended = [...this.#extendedBy(name)];
    return new Set(extended.filter((each) => each === name || this.#spec.modules.get(each)?.closed !== true));
  }

  #context(
    prefix: string,
    home: ReadonlySet<string>,
    leading: readonly Parameter[],
    substitutions: Context['substitutions'],
    parent: Context | null,
  ): Context {
    this.#contexts += 1;
    return { id: this.#contexts, prefix, home, leading, substitutions, parent, instances: new Map() };
  }

  /**
   * The copy of a module that is meant by its name in a context: the context itself, one around it, or the only one.
   */
  #ownerOf(module: string, context: Context): Context {
    for (let at: Context | null = context; at !== null; at = at.parent) if (at.home.has(module)) return at;
    const known = this.#closed.get(module);
    if (known !== undefined) return known;
    const closed = this.#context('', this.#homeOf(module), [], null, null);
    this.#closed.set(module, closed);
    return closed;
  }

  #instanceIn(owner: Context, name: GlobalName): Context {
    const key = `${name.module}!${name.name}`;
    const known = owner.instances.get(key);
    if (known !== undefined) return known;
    const made = this.#instanceContext(this.#unit(name) as ModuleInstance, owner, []);
    owner.instances.set(key, made);
    return made;
  }

  #instanceContext(
    instance: { readonly name: string; readonly module: string } & Pick<ModuleInstance, 'parameters' | 'substitutions'>,
    parent: Context,
    captured: readonly Parameter[],
  ): Context {
    const { name, module, parameters } = instance;
    const added = [...captured, ...parameters];
    const first = parent.leading.length;
    const renamed = new Map(added.map(({ id }, i) => [id, leadingId(first + i)]));
    const leading = [...parent.leading, ...added.map((each, i) => ({ ...each, id: leadingId(first + i) }))];
    const substitutions = new Map<string, Substitution>();
    for (const { name: substituted, value } of instance.substitutions)
      substitutions.set(substituted, { value, renamed });
    const prefix = name.startsWith('#') ? parent.prefix : `${parent.prefix}${name}!`;
    return this.#context(prefix, this.#homeOf(module), leading, substitutions, parent);
  }

  #target(owner: Context, { module, name }: GlobalName, within: string): ProgramReference {
    const key = `${module}!${name}`;
    const override = this.#overrides.get(`${within}|${key}`);
    if (override !== undefined) return override;
    if (owner.substitutions === null) {
      const everywhere = this.#overrides.get(key);
      if (everywhere !== undefined) return everywhere;
    }
    const unit = this.#unit({ module, name });
    switch (unit.kind) {
      case 'intrinsic':
        return { to: 'intrinsic', module, name };
      case 'definition':
        return this.#copied(owner, key, `${owner.prefix}${name}`, module, unit);
      case 'variable': {
        const index = owner.substitutions === null ? this.#variableIndex.get(key) : undefined;
        return index === undefined ? this.#substituted(owner, module, name) : { to: 'variable', index };
      }
      case 'constant':
        return this.#substituted(owner, module, name);
      default:
        throw new Error(`${name} of module ${module} is nothing that can be applied`);
    }
  }

  /**
   * A variable that stands for a variable is that one, unless two stand for the same, which ENABLED could tell apart.
   */
  #substituted(owner: Context, module: string, name: string): ProgramReference {
    const substitution = owner.substitutions?.get(name);
    if (substitution === undefined || owner.parent === null)
      throw new Error(`${name} of module ${module} has no value`);
    const { parent } = owner;
    const direct = this.#variableBehind(substitution, parent);
    if (direct !== undefined) {
      const others = [...(owner.substitutions ?? [])].filter(([other]) => other !== name);
      const isAlone = others.every(([, other]) => this.#variableBehind(other, parent) !== direct);
      if (isAlone) return { to: 'variable', index: direct };
    }
    return this.#substitution(owner, module, name, substitution);
  }

  #variableBehind({ value }: Substitution, parent: Context): number | undefined {
    if (value.kind !== 'apply' || value.operator.to === 'local' || value.arguments.length > 0) return undefined;
    const { module, name, to } = value.operator;
    if (to === 'member') return undefined;
    const owner = this.#ownerOf(module, parent);
    if (this.#unit({ module, name }).kind !== 'variable') return undefined;
    const behind = this.#target(owner, { module, name }, module);
    return behind.to === 'variable' ? behind.index : undefined;
  }

  #substitution(owner: Context, module: string, name: string, { value, renamed }: Substitution): ProgramReference {
    const key = `${module}!${name}`;
    const body = this.#asDefinition(value, this.#unit({ module, name }));
    return this.#copied(owner, key, `${owner.prefix}${name}`, module, body, { at: owner.parent as Context, renamed });
  }

  /** The operator that is substituted for a constant with parameters is given them. */
  #asDefinition(
    value: Argument<ModuleReference>,
    declared: Exclude<Unit, { kind: 'module' }>,
  ): DefinitionBody<ModuleReference> {
    const { span } = value;
    const about = { isFunction: false, recursive: false, span };
    if (value.kind === 'lambda') return { ...about, parameters: value.parameters, body: value.body };
    if (value.kind !== 'operator' && value.kind !== 'builtinOperator') return { ...about, parameters: [], body: value };
    const arity = declared.kind === 'constant' ? declared.arity : 0;
    const parameters = madeParameters(arity, span);
    const given = parameters.map(({ id, name }) => {
      return { kind: 'apply' as const, operator: { to: 'local' as const, id, name }, arguments: [], span };
    });
    if (value.kind === 'builtinOperator') {
      return { ...about, parameters, body: { kind: 'builtin', operator: value.operator, arguments: given, span } };
    }
    return { ...about, parameters, body: { kind: 'apply', operator: value.operator, arguments: given, span } };
  }

  #copied(
    owner: Context,
    key: string,
    name: string,
    module: string,
    definition: DefinitionBody<ModuleReference>,
    written: { readonly at: Context; readonly renamed: ReadonlyMap<number, number> } = {
      at: owner,
      renamed: new Map(),
    },
  ): ProgramReference {
    const known = this.#indices.get(`${owner.id} ${key}`);
    if (known !== undefined) return { to: 'definition', index: known };
    const index = this.#drafts.push(null) - 1;
    this.#indices.set(`${owner.id} ${key}`, index);
    this.#pending.push(() => {
      const copier = new DefinitionCopier(this, written.at, module, written.renamed);
      const { parameters, isFunction, recursive, span } = definition;
      const body = copier.definition(definition);
      this.#drafts[index] = { name, parameters: [...owner.leading, ...parameters], body, isFunction, recursive, span };
    });
    return { to: 'definition', index };
  }

  // --- The .cfg file ---

  #assign({ name, to, module, span }: Assignment): void {
    const scope = module === null ? this.#spec.root.scope : this.#spec.modules.get(module)?.scope;
    if (scope === undefined) {
      const hint = suggestion(module ?? '', this.#spec.modules.keys());
      throw this.#error(`no module "${module}" is part of the spec${hint}`, span);
    }
    const entity = scope.get(name);
    if (entity === undefined || entity.kind === 'instance' || entity.reference.to !== 'global') {
      throw this.#error(this.#unknown(name, scope), span);
    }
    if (entity.kind === 'variable') throw this.#error(`"${name}" is a variable and cannot be given a value`, span);
    const prefix = module === null ? '' : `${module}|`;
    const key = `${prefix}${entity.reference.module}!${entity.reference.name}`;
    if (this.#overrides.has(key)) throw this.#error(`"${name}" is assigned twice`, span);
    this.#overrides.set(
      key,
      to.kind === 'value' ? this.#valued(name, entity, to.value) : this.#replacement(entity, to),
    );
  }

  #valued(name: string, entity: NamedEntity, value: Draft['body']): ProgramReference {
    if (entity.parameters.length > 0) {
      throw this.#error(`"${name}" has parameters; an operator can be put in its place with "<-"`, value.span);
    }
    const index = this.#drafts.push({
      name,
      parameters: [],
      body: value,
      isFunction: false,
      recursive: false,
      span: value.span,
    });
    return { to: 'definition', index: index - 1 };
  }

  #replacement(entity: NamedEntity, { name, span }: ConfigName): ProgramReference {
    const by = this.#lookUp({ name, span });
    if (by.parameters.length !== entity.parameters.length) {
      throw this.#error(`"${name}" and "${entity.name}" take different numbers of arguments`, span);
    }
    return this.#referenceTo(by);
  }

  #checkConstants(): void {
    for (const { kind, module, name } of this.#spec.root.declarations) {
      if (kind === 'variable' || this.#overrides.has(`${module}!${name}`)) continue;
      const { span } = this.#unit({ module, name });
      throw this.#error(`constant "${name}" has no value; the .cfg file gives it one with CONSTANT ${name} = …`, span);
    }
  }

  #lookUp({ name, span }: ConfigName): NamedEntity {
    const { scope } = this.#spec.root;
    const entity = scope.get(name);
    if (entity === undefined || entity.kind === 'instance') throw this.#error(this.#unknown(name, scope), span);
    return entity;
  }

  #unknown(name: string, scope: ReadonlyMap<string, Entity>): string {
    return `the module defines no "${name}"${suggestion(name, scope.keys())}`;
  }

  #referenceTo({ reference }: NamedEntity): ProgramReference {
    if (reference.to === 'local') throw new Error('a name of the .cfg file leads to a bound identifier');
    const stepArguments = (): never => {
      throw new Error('a name of the .cfg file leads through a parametrised instance');
    };
    const within = this.#spec.root.module.name;
    const none = ({ arguments: given }: InstanceStep): readonly [] => (given.length === 0 ? [] : stepArguments());
    return this.resolve(reference, this.#root, within, none, stepArguments).to;
  }

  #definitionBehind(entity: NamedEntity): number | undefined {
    const to = this.#referenceTo(entity);
    return to.to === 'definition' ? to.index : undefined;
  }

  #assumptions(): Program['assumptions'] {
    return [...this.#extendedBy(this.#spec.root.module.name)].toReversed().flatMap((module) =>
      (this.#modules.get(module)?.units ?? []).flatMap((unit) => {
        if (unit.kind !== 'assumption') return [];
        const copier = new DefinitionCopier(this, this.#ownerOf(module, this.#root), module, new Map());
        return [{ name: unit.name, body: copier.expression(unit.body) }];
      }),
    );
  }

  /** What is no definition, such as a variable as VIEW, becomes the body of one. */
  #entry({ name, span }: ConfigName): Entry {
    const entity = this.#lookUp({ name, span });
    if (entity.parameters.length > 0) throw this.#error(`"${name}" has parameters and cannot stand alone`, span);
    const operator = this.#referenceTo(entity);
    if (operator.to === 'definition') return { name, definition: operator.index, span };
    const body = { kind: 'apply', operator, arguments: [], span } as const;
    const draft: Draft = { name, parameters: [], body, isFunction: false, recursive: false, span };
    return { name, definition: this.#drafts.push(draft) - 1, span };
  }

  #error(problem: string, span: Span): SpecError {
    return new SpecError(problem, this.#sources[span[0]] as SourceText, span);
  }
}
