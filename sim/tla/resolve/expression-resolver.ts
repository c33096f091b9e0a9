/**
 * From a written expression to one whose names are resolved. What may go wrong: an unknown name, a wrong number of
 * arguments, an operator where a value is expected or the reverse, a name bound twice, `@` outside of an EXCEPT, an
 * instance that leaves something open.
 */
import type { Argument, Binder, Bound, InstanceBody, OperatorArgument, Parameter } from '../ir/expression.ts';
import type { InstanceStep, ModuleExpression, ModuleReference } from '../ir/module-graph.ts';
import type { Span } from '../ir/span.ts';
import { someReference } from '../ir/visit.ts';
import { standardModules } from '../modules/standard-modules.ts';
import { operatorsBySymbol } from '../parse/operators.ts';
import type { WrittenArgument, WrittenExpression, WrittenName } from '../parse/parsed-module.ts';
import { suggestion } from '../source/nearest-name.ts';
import { type SourceText, placeOf, textAt } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import {
  type Entity,
  type InstanceEntity,
  type NamedEntity,
  type ResolvedModule,
  aritiesOf,
  through,
} from './entity.ts';
import { Scope } from './scope.ts';

/** What the expressions of a module need to know about it. */
export interface ResolverContext {
  readonly sources: readonly SourceText[];
  /** The module that an INSTANCE names here. */
  moduleNamed: (name: string, span: Span) => ResolvedModule;
  /** The variables whose primes ENABLED binds. */
  variables: () => readonly ModuleReference[];
  /** Where a name is defined that the scope does not know yet. */
  definedLater: (name: string) => Span | undefined;
  /** The definition that is being resolved, which does not know itself. */
  current: () => string | null;
}

export class ExpressionResolver {
  readonly #context: ResolverContext;

  constructor(context: ResolverContext) {
    this.#context = context;
  }

  resolve(expression: WrittenExpression, scope: Scope, inExcept = false): ModuleExpression {
    const go = (each: WrittenExpression): ModuleExpression => this.resolve(each, scope, inExcept);
    switch (expression.kind) {
      case 'integer':
      case 'string':
      case 'boolean':
      case 'modelValue':
      case 'unsupported':
        return expression;
      case 'oldValue':
        if (!inExcept) throw this.error('"@" has a meaning only in the new value of an EXCEPT', expression.span);
        return expression;
      case 'apply':
        return this.#apply(expression.operator, expression.arguments, expression.span, scope, inExcept);
      case 'builtin':
        return { ...expression, arguments: expression.arguments.map(go) };
      case 'if':
        return {
          ...expression,
          condition: go(expression.condition),
          consequence: go(expression.consequence),
          alternative: go(expression.alternative),
        };
      case 'case':
        return {
          ...expression,
          arms: expression.arms.map(({ guard, value }) => ({ guard: go(guard), value: go(value) })),
          other: expression.other === null ? null : go(expression.other),
        };
      case 'quantification':
      case 'map':
      case 'function': {
        const inner = new Scope(scope);
        const bounds = expression.bounds.map((bound) => this.#bound(bound, scope, inner, inExcept));
        return { ...expression, bounds, body: this.resolve(expression.body, inner, inExcept) };
      }
      case 'unboundedQuantification':
        return {
          ...expression,
          body: this.resolve(expression.body, this.#binding(expression.binders, scope), inExcept),
        };
      case 'choose': {
        const set = expression.set === null ? null : go(expression.set);
        const inner = this.#binding(expression.binders, scope);
        return { ...expression, set, body: this.resolve(expression.body, inner, inExcept) };
      }
      case 'set':
      case 'tuple':
        return { ...expression, elements: expression.elements.map(go) };
      case 'filter': {
        const inner = new Scope(scope);
        const bound = this.#bound(expression.bound, scope, inner, inExcept);
        return { ...expression, bound, condition: this.resolve(expression.condition, inner, inExcept) };
      }
      case 'functionApplication':
        return { ...expression, function: go(expression.function), arguments: expression.arguments.map(go) };
      case 'functionSet':
        return { ...expression, domain: go(expression.domain), range: go(expression.range) };
      case 'record':
        return { ...expression, fields: expression.fields.map(({ name, value }) => ({ name, value: go(value) })) };
      case 'recordSet':
        return { ...expression, fields: expression.fields.map(({ name, set }) => ({ name, set: go(set) })) };
      case 'field':
        return { ...expression, record: go(expression.record) };
      case 'except':
        return {
          ...expression,
          function: go(expression.function),
          updates: expression.updates.map(({ path, value }) => ({
            path: path.map((step) => (step.kind === 'field' ? step : { ...step, arguments: step.arguments.map(go) })),
            value: this.resolve(value, scope, true),
          })),
        };
      case 'box':
      case 'angle':
        return { ...expression, action: go(expression.action), subscript: go(expression.subscript) };
      case 'enabled':
        return { ...expression, action: go(expression.action), binds: this.#context.variables() };
      case 'weakFairness':
      case 'strongFairness': {
        const binds = this.#context.variables();
        return { ...expression, action: go(expression.action), subscript: go(expression.subscript), binds };
      }
      case 'let':
        return this.#let(expression, scope, inExcept);
      case 'letInstance': {
        const instance = { ...expression.instance, ...this.instance(expression.instance, scope) };
        const inner = new Scope(scope);
        this.#add(inner, {
          kind: 'instance',
          name: instance.name,
          parameters: aritiesOf(instance.parameters),
          path: [],
          instance: { to: 'local', id: instance.id, name: instance.name },
          target: this.#context.moduleNamed(instance.module, instance.span),
          closed: false,
          isLocal: true,
          span: instance.span,
        });
        return { ...expression, instance, body: this.resolve(expression.body, inner, inExcept) };
      }
      case 'label':
        return { ...expression, body: go(expression.body) };
    }
  }

  /** The parameters of an operator, bound. */
  parameters(parameters: readonly Parameter[], outer: Scope): Scope {
    const scope = new Scope(outer);
    for (const parameter of parameters) {
      this.#add(
        scope,
        localEntity(
          parameter,
          Array.from({ length: parameter.arity }, () => 0),
        ),
      );
    }
    return scope;
  }

  /** The substitutions of an instance, completed with those that its place implies. */
  instance(written: InstanceBody<WrittenName>, outer: Scope): InstanceBody<ModuleReference> {
    const { parameters, module, span } = written;
    const target = this.#context.moduleNamed(module, span);
    const scope = this.parameters(parameters, outer);
    const explicit = new Map<string, WrittenArgument>();
    const valid = target.declarations.map(({ name }) => name);
    for (const { name, value } of written.substitutions) {
      if (explicit.has(name)) throw this.error(`"${name}" is substituted twice`, value.span);
      if (!valid.includes(name)) {
        const hint = suggestion(name, valid);
        throw this.error(`module ${module} declares no constant or variable "${name}"${hint}`, value.span);
      }
      explicit.set(name, value);
    }
    const substitutions = target.declarations.map(({ kind, name, arity }) => {
      const value = explicit.get(name);
      if (value !== undefined) return { name, value: this.#argument(value, arity, scope, false), explicit: true };
      const found = scope.find(name);
      if (found === undefined || found.kind === 'instance' || found.parameters.length !== arity) {
        throw this.error(`the instance of ${module} says nothing of its ${kind} "${name}"`, span);
      }
      const operator = found.reference;
      if (arity > 0) return { name, value: { kind: 'operator' as const, operator, span }, explicit: false };
      return { name, value: { kind: 'apply' as const, operator, arguments: [], span }, explicit: false };
    });
    return { parameters, module, substitutions, span };
  }

  error(problem: string, span: Span): SpecError {
    return new SpecError(problem, this.#context.sources[span[0]] as SourceText, span);
  }

  #add(scope: Scope, entity: Entity): void {
    const known = scope.add(entity);
    if (known !== undefined) throw this.alreadyMeans(entity, known);
  }

  alreadyMeans(entity: Entity, known: Entity): SpecError {
    const where = placeOf(this.#context.sources[known.span[0]] as SourceText, known.span);
    return this.error(`"${entity.name}" already has a meaning here, from ${where}`, entity.span);
  }

  #binding(binders: readonly Binder[], outer: Scope): Scope {
    const scope = new Scope(outer);
    for (const binder of binders) this.#add(scope, localEntity(binder, []));
    return scope;
  }

  #bound(bound: Bound<WrittenName>, outer: Scope, inner: Scope, inExcept: boolean): Bound<ModuleReference> {
    const set = this.resolve(bound.set, outer, inExcept);
    for (const binder of bound.binders) this.#add(inner, localEntity(binder, []));
    return { ...bound, set };
  }

  /**
   * Recursive operators and functions know themselves; recursive operators also know each other, from the start of the
   * LET.
   */
  #let(expression: WrittenExpression & { kind: 'let' }, outer: Scope, inExcept: boolean): ModuleExpression {
    const scope = new Scope(outer);
    for (const definition of expression.definitions) {
      if (definition.recursive) this.#add(scope, localEntity(definition, aritiesOf(definition.parameters)));
    }
    const definitions = expression.definitions.map((definition) => {
      const own = localEntity(definition, aritiesOf(definition.parameters));
      const around = definition.isFunction ? new Scope(scope) : scope;
      if (definition.isFunction) this.#add(around, own);
      const body = this.resolve(definition.body, this.parameters(definition.parameters, around), inExcept);
      if (!definition.recursive) this.#add(scope, own);
      const recursive =
        definition.recursive ||
        (definition.isFunction && someReference(body, (each) => each.to === 'local' && each.id === definition.id));
      return { ...definition, recursive, body };
    });
    return { ...expression, definitions, body: this.resolve(expression.body, scope, inExcept) };
  }

  #apply(
    written: WrittenName,
    given: readonly WrittenArgument[],
    span: Span,
    scope: Scope,
    inExcept: boolean,
  ): ModuleExpression {
    if (isSelector(written, scope)) {
      const text = textAt(this.#context.sources[span[0]] as SourceText, span);
      return { kind: 'unsupported', construct: 'a subexpression selector', text, span };
    }
    const entity = this.#find(written, scope, inExcept);
    const { name, parameters } = entity;
    if (given.length !== parameters.length) throw this.error(wrongArity(name, parameters.length, given.length), span);
    const resolved = given.map((argument, i) => this.#argument(argument, parameters[i] as number, scope, inExcept));
    return { kind: 'apply', operator: entity.reference, arguments: resolved, span };
  }

  #find({ path, name, span }: WrittenName, scope: Scope, inExcept: boolean): NamedEntity {
    let names: ReadonlyMap<string, Entity> | Scope = scope;
    let steps: readonly InstanceStep[] = [];
    for (const step of path) {
      const found = this.#lookUp(step.name, names, steps, step.span);
      if (found.kind !== 'instance') throw this.error(`"${step.name}" is no instance of a module`, step.span);
      const { parameters, instance } = found;
      if (step.arguments.length !== parameters.length) {
        throw this.error(wrongArity(step.name, parameters.length, step.arguments.length), step.span);
      }
      const given = step.arguments.map((each, i) => this.#argument(each, parameters[i] as number, scope, inExcept));
      steps = [...found.path, { instance, arguments: given }];
      names = exportsOf(found);
    }
    const found = this.#lookUp(name, names, steps, span);
    if (found.kind === 'instance') {
      throw this.error(`"${name}" is an instance of a module; one of its definitions is written ${name}!Op`, span);
    }
    return found;
  }

  #lookUp(
    name: string,
    names: ReadonlyMap<string, Entity> | Scope,
    steps: readonly InstanceStep[],
    span: Span,
  ): Entity {
    const found = names instanceof Scope ? names.find(name) : names.get(name);
    if (found === undefined) throw this.error(this.#unknown(name, names), span);
    return through(steps, found);
  }

  #unknown(name: string, names: ReadonlyMap<string, Entity> | Scope): string {
    if (!(names instanceof Scope)) return `unknown name "${name}"${suggestion(name, names.keys())}`;
    if (name === this.#context.current()) return `"${name}" mentions itself but is not declared RECURSIVE`;
    const later = this.#context.definedLater(name);
    if (later !== undefined) return `"${name}" is used before it is defined, in line ${later[1]}`;
    if (operatorsBySymbol.has(name)) return `the operator "${name}" is not defined here${homeOf(name)}`;
    return `unknown name "${name}"${homeOf(name) || suggestion(name, names.names())}`;
  }

  #argument(written: WrittenArgument, arity: number, scope: Scope, inExcept: boolean): Argument<ModuleReference> {
    return arity === 0 ? this.#value(written, scope, inExcept) : this.#operator(written, arity, scope, inExcept);
  }

  #value(written: WrittenArgument, scope: Scope, inExcept: boolean): ModuleExpression {
    if (written.kind === 'lambda' || written.kind === 'operator' || written.kind === 'builtinOperator') {
      throw this.error('an operator stands where a value is expected', written.span);
    }
    return this.resolve(written, scope, inExcept);
  }

  #operator(
    written: WrittenArgument,
    arity: number,
    scope: Scope,
    inExcept: boolean,
  ): OperatorArgument<ModuleReference> {
    const { span } = written;
    const wanted = `an operator of ${arity} ${arity === 1 ? 'argument' : 'arguments'} is expected here`;
    if (written.kind === 'lambda') {
      if (written.parameters.length !== arity) throw this.error(wanted, span);
      const body = this.resolve(written.body, this.parameters(written.parameters, scope), inExcept);
      return { ...written, body };
    }
    if (written.kind === 'builtinOperator') {
      const actual = operatorsBySymbol.get(written.operator)?.fixity === 'infix' ? 2 : 1;
      if (actual !== arity) throw this.error(wanted, span);
      return written;
    }
    const isName = written.kind === 'operator' || (written.kind === 'apply' && written.arguments.length === 0);
    if (!isName) throw this.error(wanted, span);
    const entity = this.#find(written.operator, scope, inExcept);
    if (entity.parameters.length !== arity || entity.parameters.some((each) => each > 0))
      throw this.error(wanted, span);
    return { kind: 'operator', operator: entity.reference, span };
  }
}

/** `Inv!label`: a way into a definition, not into an instance. */
function isSelector({ path }: WrittenName, scope: Scope): boolean {
  let names: ReadonlyMap<string, Entity> | Scope = scope;
  for (const { name } of path) {
    const found: Entity | undefined = names instanceof Scope ? names.find(name) : names.get(name);
    if (found?.kind !== 'instance') return found?.kind === 'definition';
    names = exportsOf(found);
  }
  return false;
}

/** An instance brings definitions, not the constants and variables that it substitutes. */
export function exportsOf({ target }: InstanceEntity): ReadonlyMap<string, Entity> {
  return new Map([...target.scope].filter(([, { kind }]) => kind !== 'constant' && kind !== 'variable'));
}

function localEntity({ name, id, span }: Binder, parameters: readonly number[]): NamedEntity {
  return {
    kind: 'local',
    name,
    parameters,
    reference: { to: 'local', id, name },
    closed: false,
    isLocal: true,
    span,
  };
}

function wrongArity(name: string, wanted: number, given: number): string {
  const takes = wanted === 0 ? 'no arguments' : wanted === 1 ? '1 argument' : `${wanted} arguments`;
  return `"${name}" takes ${takes}, not ${given}`;
}

function homeOf(name: string): string {
  const home = [...standardModules.values()].find(({ intrinsics }) => Object.hasOwn(intrinsics, name));
  return home === undefined ? '' : `; module ${home.name} has it`;
}
