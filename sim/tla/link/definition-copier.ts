/**
 * Copies expressions of a module into a program: each reference becomes what it means in the copy of the module that
 * the expression is copied into, and is given the parameters of the instances on the way.
 */
import type {
  Argument,
  Binder,
  DefinitionBody,
  Expression,
  InstanceBody,
  LetDefinition,
  OperatorArgument,
  Parameter,
} from '../ir/expression.ts';
import type { GlobalName, InstanceStep, ModuleExpression, ModuleReference } from '../ir/module-graph.ts';
import type { ProgramExpression, ProgramReference } from '../ir/program.ts';
import { type Rewriter, rewrite, rewriteArgument } from '../ir/rewrite.ts';
import type { Span } from '../ir/span.ts';
import { partsOf } from '../ir/visit.ts';
import { type Context, madeParameters } from './context.ts';

interface LocalInstance {
  readonly context: Context;
  /** The identifiers around it that its substitutions use. */
  readonly captured: readonly Parameter[];
}

/** What the copier asks of the linker. */
export interface LinkerFace {
  /**
   * What a reference in `module`, as it is copied into `context`, leads to; with the arguments for leading parameters.
   */
  resolve: (
    reference: Exclude<ModuleReference, { to: 'local' }>,
    context: Context,
    module: string,
    stepArguments: (step: InstanceStep) => readonly Argument<ProgramReference>[],
    localInstance: (id: number) => Context,
  ) => { readonly to: ProgramReference; readonly leading: readonly Argument<ProgramReference>[] };
  /**
   * A context for an instance of a LET, whose substitutions see the identifiers around it: they become leading
   * parameters.
   */
  localContext: (
    instance: Binder & InstanceBody<ModuleReference>,
    parent: Context,
    captured: readonly Parameter[],
  ) => Context;
  arityOf: (reference: GlobalName) => number;
  /** A construct that cannot be evaluated. */
  note: (construct: string, span: Span) => void;
}

export class DefinitionCopier {
  readonly #linker: LinkerFace;
  readonly #context: Context;
  readonly #module: string;
  readonly #renamed: ReadonlyMap<number, number>;
  /** Of the identifiers bound so far that are operators. */
  readonly #arities = new Map<number, number>();
  readonly #instances = new Map<number, LocalInstance>();
  readonly #rewriter: Rewriter<ModuleReference, ProgramReference>;

  constructor(linker: LinkerFace, context: Context, module: string, renamed: ReadonlyMap<number, number>) {
    this.#linker = linker;
    this.#context = context;
    this.#module = module;
    this.#renamed = renamed;
    this.#rewriter = {
      apply: ({ operator, arguments: given, span }) => {
        const rewritten = given.map((each) => this.#argument(each));
        const { to, leading } = this.#resolve(operator);
        return { kind: 'apply', operator: to, arguments: [...leading, ...rewritten], span };
      },
      operator: (reference, span) => this.#operator(reference, span),
      bound: (reference) => this.#resolve(reference).to,
      letDefinitions: (definitions) => this.#noteArities(definitions),
      letInstance: (instance, body) => this.#letInstance(instance, body),
    };
  }

  definition({ parameters, body }: DefinitionBody<ModuleReference>): ProgramExpression {
    for (const { id, arity } of parameters) this.#arities.set(id, arity);
    return this.expression(body);
  }

  expression(node: ModuleExpression): ProgramExpression {
    this.#noteUnsupported(node);
    return rewrite(node, this.#rewriter);
  }

  #argument(node: Argument<ModuleReference>): Argument<ProgramReference> {
    return rewriteArgument(node, this.#rewriter);
  }

  #resolve(reference: ModuleReference): {
    readonly to: ProgramReference;
    readonly leading: readonly Argument<ProgramReference>[];
  } {
    if (reference.to === 'local') {
      return { to: { ...reference, id: this.#renamed.get(reference.id) ?? reference.id }, leading: [] };
    }
    return this.#linker.resolve(
      reference,
      this.#context,
      this.#module,
      (step) => this.#stepArguments(step),
      (id) => this.#localInstance(id).context,
    );
  }

  #stepArguments({ instance, arguments: given }: InstanceStep): readonly Argument<ProgramReference>[] {
    const written = given.map((each) => this.#argument(each));
    if (instance.to === 'global') return written;
    const captured = this.#localInstance(instance.id).captured.map(({ id, name, arity, span }) => {
      const { to } = this.#resolve({ to: 'local', id, name });
      return arity > 0
        ? ({ kind: 'operator', operator: to, span } as const)
        : ({ kind: 'apply', operator: to, arguments: [], span } as const);
    });
    return [...captured, ...written];
  }

  #localInstance(id: number): LocalInstance {
    const known = this.#instances.get(id);
    if (known === undefined) throw new Error('an instance of a LET is used outside of it');
    return known;
  }

  /** An operator of a parametrised instance is passed as a LAMBDA that gives it what comes first. */
  #operator(reference: ModuleReference, span: Span): OperatorArgument<ProgramReference> {
    const { to, leading } = this.#resolve(reference);
    if (leading.length === 0 || reference.to === 'local') return { kind: 'operator', operator: to, span };
    const parameters = madeParameters(this.#linker.arityOf(reference), span);
    const given = parameters.map(({ id, name }) => {
      return { kind: 'apply' as const, operator: { to: 'local' as const, id, name }, arguments: [], span };
    });
    return {
      kind: 'lambda',
      parameters,
      body: { kind: 'apply', operator: to, arguments: [...leading, ...given], span },
      span,
    };
  }

  #noteArities(definitions: readonly LetDefinition<ModuleReference>[]): void {
    for (const { id, parameters } of definitions) {
      this.#arities.set(id, parameters.length);
      for (const parameter of parameters) this.#arities.set(parameter.id, parameter.arity);
    }
  }

  #letInstance(instance: Binder & InstanceBody<ModuleReference>, body: ModuleExpression): Expression<ProgramReference> {
    const own = new Set(instance.parameters.map(({ id }) => id));
    const captured = new Map<number, Parameter>();
    for (const { value } of instance.substitutions) {
      for (const { id, name } of freeLocals(value, own)) {
        captured.set(id, { id, name, arity: this.#arities.get(id) ?? 0, span: instance.span });
      }
    }
    const parameters = [...captured.values()];
    const context = this.#linker.localContext(instance, this.#context, parameters);
    this.#instances.set(instance.id, { context, captured: parameters });
    return rewrite(body, this.#rewriter);
  }

  #noteUnsupported(node: Argument<ModuleReference>): void {
    if (node.kind === 'unsupported') this.#linker.note(node.construct, node.span);
    if (node.kind === 'builtin' && node.operator === '\\cdot') this.#linker.note('\\cdot', node.span);
    if (node.kind === 'unboundedQuantification') this.#linker.note(`${node.quantifier} without a set`, node.span);
    for (const part of partsOf(node)) this.#noteUnsupported(part);
  }
}

/**
 * Identifiers that an expression uses but does not bind. Identifiers of one definition are distinct, so that order does
 * not matter.
 */
function freeLocals(node: Argument<ModuleReference>, bound: ReadonlySet<number>): readonly Binder[] {
  const used: Binder[] = [];
  const binds = new Set(bound);
  const walk = (each: Argument<ModuleReference>): void => {
    for (const { id } of bindersOf(each)) binds.add(id);
    if ((each.kind === 'apply' || each.kind === 'operator') && each.operator.to === 'local') {
      used.push({ ...each.operator, span: each.span });
    }
    for (const part of partsOf(each)) walk(part);
  };
  walk(node);
  return used.filter(({ id }) => !binds.has(id));
}

function bindersOf(node: Argument<ModuleReference>): readonly Binder[] {
  switch (node.kind) {
    case 'quantification':
    case 'map':
    case 'function':
      return node.bounds.flatMap(({ binders }) => binders);
    case 'filter':
      return node.bound.binders;
    case 'choose':
    case 'unboundedQuantification':
      return node.binders;
    case 'lambda':
      return node.parameters;
    case 'let':
      return node.definitions.flatMap((definition) => [definition, ...definition.parameters]);
    default:
      return [];
  }
}
