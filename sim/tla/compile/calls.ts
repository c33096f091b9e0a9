/**
 * What a name leads to. Calls are inlined: the body of a definition is compiled again where it is called, in a scope where the parameters
 * are the expressions of the arguments. Only recursive definitions are called, with the arguments in a frame.
 */
import type { Parameter } from '../ir/expression.ts';
import type { Program, ProgramReference } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';
import {
  type Arg,
  type Binding,
  type Callee,
  type Context,
  type Expr,
  type Need,
  type OperatorArg,
  type Resolution,
  emptyScope,
  isExpression,
  lookUp,
} from './context.ts';
import type { FactFinder } from './facts.ts';

export interface Dependence {
  readonly state: boolean;
  readonly prime: boolean;
  readonly temporal: boolean;
}

export class Calls {
  readonly #program: Program;
  readonly #facts: FactFinder;
  /** Recursive definitions that take operators are compiled once for each choice of them. */
  readonly #callees = new Map<object, Callee[]>();

  constructor(program: Program, facts: FactFinder) {
    this.#program = program;
    this.#facts = facts;
  }

  resolve(reference: ProgramReference, args: readonly Arg[], context: Context, span: Span): Resolution {
    return this.#resolveFrom(reference, args, context, context, span);
  }

  /** On what a value depends, also through what its identifiers are bound to. */
  dependence(expression: Expr, context: Context): Dependence {
    const facts = this.#facts.of(expression);
    let { readsState: state, mentionsPrime: prime, temporal } = facts;
    for (const id of facts.free) {
      const binding = lookUp(context.scope, id);
      const inner = binding === undefined ? null : this.#dependenceOf(binding);
      state ||= inner?.state ?? false;
      prime ||= inner?.prime ?? false;
      temporal ||= inner?.temporal ?? false;
    }
    return { state, prime, temporal };
  }

  #dependenceOf(binding: Binding): Dependence | null {
    switch (binding.kind) {
      case 'slot':
        return null;
      case 'expression':
        return this.dependence(binding.expression, binding.context);
      case 'definition': {
        // A recursive definition mentions itself: what it mentions besides decides.
        const outer = { ...binding.context, scope: binding.context.scope.parent ?? emptyScope };
        return this.dependence(binding.definition.body, binding.definition.recursive ? outer : binding.context);
      }
      case 'operator': {
        const { operator, context } = binding;
        if (operator.kind === 'lambda') return this.dependence(operator.body, context);
        if (operator.kind === 'builtinOperator') return null;
        const {
          readsState: state,
          mentionsPrime: prime,
          temporal,
        } = this.#facts.of({
          kind: 'apply',
          operator: operator.operator,
          arguments: [],
          span: operator.span,
        });
        return { state, prime, temporal };
      }
    }
  }

  /** `place` is where the name is written, `context` where the arguments are. */
  #resolveFrom(
    reference: ProgramReference,
    args: readonly Arg[],
    place: Context,
    context: Context,
    span: Span,
  ): Resolution {
    switch (reference.to) {
      case 'variable':
        return { kind: 'variable', index: reference.index };
      case 'intrinsic':
        return { kind: 'intrinsic', name: reference.name, args };
      case 'definition':
        return this.#definition(reference.index, args, context);
      case 'local': {
        const binding = lookUp(place.scope, reference.id);
        if (binding === undefined) throw new Error(`${reference.name} is bound nowhere`);
        return this.#local(binding, args, context, span);
      }
    }
  }

  #local(binding: Binding, args: readonly Arg[], context: Context, span: Span): Resolution {
    switch (binding.kind) {
      case 'slot':
        return binding;
      case 'expression': {
        const { expression, context: place, need } = binding;
        return {
          kind: 'inline',
          expression,
          context: { ...context, scope: place.scope, oldValueSlot: place.oldValueSlot },
          keep: this.#isWorthKeeping(expression, place, context) ? need : null,
          definition: null,
          name: null,
          parameters: [],
          entered: [],
        };
      }
      case 'operator':
        return this.#operator(binding.operator, binding.context, args, context, span);
      case 'definition': {
        const { definition, context: place, need } = binding;
        if (definition.recursive) {
          return this.#recursive(definition, binding, place, args, context, false);
        }
        const { scope, entered } = this.#scopeOf(definition.parameters, args, context, place);
        const simple = definition.parameters.length === 0;
        return {
          kind: 'inline',
          expression: definition.body,
          context: { ...context, scope, oldValueSlot: place.oldValueSlot },
          keep: simple && this.#isWorthKeeping(definition.body, place, context) ? need : null,
          definition: null,
          name: definition.name,
          parameters: definition.parameters,
          entered,
        };
      }
    }
  }

  #operator(operator: OperatorArg, place: Context, args: readonly Arg[], context: Context, span: Span): Resolution {
    switch (operator.kind) {
      case 'operator':
        return this.#resolveFrom(operator.operator, args, place, context, span);
      case 'builtinOperator': {
        const expression = {
          kind: 'builtin',
          operator: operator.operator,
          arguments: args.filter(isExpression),
          span,
        } as const;
        return { kind: 'builtin', expression, context };
      }
      case 'lambda': {
        const { scope, entered } = this.#scopeOf(operator.parameters, args, context, place);
        return {
          kind: 'inline',
          expression: operator.body,
          context: { ...context, scope, oldValueSlot: place.oldValueSlot },
          keep: null,
          definition: null,
          name: null,
          parameters: [],
          entered,
        };
      }
    }
  }

  #definition(index: number, args: readonly Arg[], context: Context): Resolution {
    const definition = this.#program.definitions[index]!;
    if (context.primed && context.bound.has(index)) {
      return { kind: 'boundPrime', index: this.#program.variables.length + index };
    }
    const root: Context = { ...context, scope: emptyScope, oldValueSlot: -1 };
    if (definition.recursive) {
      return this.#recursive(definition, definition, root, args, context, definition.level === 'constant');
    }
    const { scope, entered } = this.#scopeOf(definition.parameters, args, context, root);
    return {
      kind: 'inline',
      expression: definition.body,
      context: { ...root, scope },
      keep: null,
      definition: definition.parameters.length === 0 ? index : null,
      name: definition.name,
      parameters: definition.parameters,
      entered,
    };
  }

  #scopeOf(
    parameters: readonly Parameter[],
    args: readonly Arg[],
    context: Context,
    place: Context,
  ): { readonly scope: Context['scope']; readonly entered: readonly Need[] } {
    if (parameters.length === 0) return { scope: place.scope, entered: [] };
    const entered: Need[] = [];
    const bindings = new Map<number, Binding>();
    for (const [i, { id }] of parameters.entries()) {
      const argument = args[i]!;
      if (isExpression(argument)) {
        const need: Need = { unprimedSlot: -1, primedSlot: -1 };
        entered.push(need);
        bindings.set(id, { kind: 'expression', expression: argument, context: { ...context, spine: null }, need });
      } else bindings.set(id, this.#operatorBinding(argument, context));
    }
    return { scope: { bindings, parent: place.scope }, entered };
  }

  /** A parameter that is handed on is what it was bound to. */
  #operatorBinding(operator: OperatorArg, context: Context): Binding {
    if (operator.kind === 'operator' && operator.operator.to === 'local') {
      const binding = lookUp(context.scope, operator.operator.id);
      if (binding?.kind === 'operator') return binding;
    }
    return { kind: 'operator', operator, context: { ...context, spine: null } };
  }

  #recursive(
    definition: Pick<Callee, 'parameters' | 'body' | 'isFunction'>,
    identity: object,
    place: Context,
    args: readonly Arg[],
    context: Context,
    constant: boolean,
  ): Resolution {
    const operators = new Map<number, Binding>();
    for (const [i, { id }] of definition.parameters.entries()) {
      const argument = args[i]!;
      if (!isExpression(argument)) operators.set(id, this.#operatorBinding(argument, context));
    }
    const known = this.#callees.get(identity) ?? [];
    this.#callees.set(identity, known);
    let callee = known.find((candidate) => sameOperators(candidate.scope.bindings, operators));
    if (callee === undefined) {
      const { parameters, body, isFunction } = definition;
      const scope = operators.size === 0 ? place.scope : { bindings: operators, parent: place.scope };
      callee = { parameters, body, isFunction, scope, closed: constant && operators.size === 0 };
      known.push(callee);
    }
    return { kind: 'recursive', callee, args: args.filter(isExpression) };
  }

  #isWorthKeeping(expression: Expr, place: Context, context: Context): boolean {
    if (isCheap(expression)) return false;
    if (this.#facts.of(expression).impure) return false;
    if (context.settled) return true;
    const { state, prime } = this.dependence(expression, place);
    return !prime && !(context.primed && state);
  }
}

/** Whether computing it again costs no more than keeping it. */
export function isCheap(expression: Expr): boolean {
  switch (expression.kind) {
    case 'integer':
    case 'string':
    case 'boolean':
    case 'modelValue':
      return true;
    case 'apply':
      return (
        expression.operator.to === 'variable' ||
        (expression.operator.to === 'local' && expression.arguments.length === 0)
      );
    default:
      return false;
  }
}

function sameOperators(a: ReadonlyMap<number, Binding>, b: ReadonlyMap<number, Binding>): boolean {
  for (const [id, binding] of b) if (!sameOperator(a.get(id), binding)) return false;
  return true;
}

function sameOperator(a: Binding | undefined, b: Binding): boolean {
  if (a === b) return true;
  if (a?.kind !== 'operator' || b.kind !== 'operator') return false;
  const [one, other] = [a.operator, b.operator];
  if (one.kind === 'operator' && other.kind === 'operator') {
    if (one.operator.to === 'definition' && other.operator.to === 'definition') {
      return one.operator.index === other.operator.index;
    }
    if (one.operator.to === 'intrinsic' && other.operator.to === 'intrinsic') {
      return one.operator.name === other.operator.name;
    }
  }
  if (one.kind === 'builtinOperator' && other.kind === 'builtinOperator') return one.operator === other.operator;
  return one === other && a.context.scope === b.context.scope;
}
