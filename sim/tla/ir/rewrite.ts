/** Expressions with one kind of references from expressions with another; everything but the references is kept. */
import type {
  Application,
  Argument,
  Binder,
  Bound,
  Expression,
  InstanceBody,
  LetDefinition,
  OperatorArgument,
} from './expression.ts';
import type { Span } from './span.ts';

export interface Rewriter<From, To> {
  readonly apply: (node: Application<From>) => Expression<To>;
  readonly operator: (reference: From, span: Span) => OperatorArgument<To>;
  /** What ENABLED binds. */
  readonly bound: (reference: From) => To;
  /** Before the body of the LET is rewritten. */
  readonly letDefinitions: (definitions: readonly LetDefinition<From>[]) => void;
  readonly letInstance: (instance: Binder & InstanceBody<From>, body: Expression<From>, span: Span) => Expression<To>;
}

export function rewriteArgument<From, To>(node: Argument<From>, rewriter: Rewriter<From, To>): Argument<To> {
  if (node.kind === 'operator') return rewriter.operator(node.operator, node.span);
  if (node.kind === 'builtinOperator') return node;
  if (node.kind === 'lambda') return { ...node, body: rewrite(node.body, rewriter) };
  return rewrite(node, rewriter);
}

export function rewrite<From, To>(node: Expression<From>, rewriter: Rewriter<From, To>): Expression<To> {
  const go = (each: Expression<From>): Expression<To> => rewrite(each, rewriter);
  const bounded = (bound: Bound<From>): Bound<To> => ({ ...bound, set: go(bound.set) });
  switch (node.kind) {
    case 'integer':
    case 'string':
    case 'boolean':
    case 'modelValue':
    case 'oldValue':
    case 'unsupported':
      return node;
    case 'apply':
      return rewriter.apply(node);
    case 'builtin':
      return { ...node, arguments: node.arguments.map(go) };
    case 'if':
      return {
        ...node,
        condition: go(node.condition),
        consequence: go(node.consequence),
        alternative: go(node.alternative),
      };
    case 'case': {
      const arms = node.arms.map(({ guard, value }) => ({ guard: go(guard), value: go(value) }));
      return { ...node, arms, other: node.other === null ? null : go(node.other) };
    }
    case 'quantification':
    case 'map':
    case 'function':
      return { ...node, bounds: node.bounds.map(bounded), body: go(node.body) };
    case 'unboundedQuantification':
    case 'label':
      return { ...node, body: go(node.body) };
    case 'choose':
      return { ...node, set: node.set === null ? null : go(node.set), body: go(node.body) };
    case 'set':
    case 'tuple':
      return { ...node, elements: node.elements.map(go) };
    case 'filter':
      return { ...node, bound: bounded(node.bound), condition: go(node.condition) };
    case 'functionApplication':
      return { ...node, function: go(node.function), arguments: node.arguments.map(go) };
    case 'functionSet':
      return { ...node, domain: go(node.domain), range: go(node.range) };
    case 'record':
      return { ...node, fields: node.fields.map(({ name, value }) => ({ name, value: go(value) })) };
    case 'recordSet':
      return { ...node, fields: node.fields.map(({ name, set }) => ({ name, set: go(set) })) };
    case 'field':
      return { ...node, record: go(node.record) };
    case 'except': {
      const updates = node.updates.map(({ path, value }) => ({
        path: path.map((step) => (step.kind === 'field' ? step : { ...step, arguments: step.arguments.map(go) })),
        value: go(value),
      }));
      return { ...node, function: go(node.function), updates };
    }
    case 'box':
    case 'angle':
      return { ...node, action: go(node.action), subscript: go(node.subscript) };
    case 'enabled':
      return { ...node, action: go(node.action), binds: node.binds.map(rewriter.bound) };
    case 'weakFairness':
    case 'strongFairness': {
      const binds = node.binds.map(rewriter.bound);
      return { ...node, action: go(node.action), subscript: go(node.subscript), binds };
    }
    case 'let': {
      rewriter.letDefinitions(node.definitions);
      const definitions = node.definitions.map((definition) => ({ ...definition, body: go(definition.body) }));
      return { ...node, definitions, body: go(node.body) };
    }
    case 'letInstance':
      return rewriter.letInstance(node.instance, node.body, node.span);
  }
}
