/** Walking expressions without knowing every kind of them. */
import type { Argument, Expression } from './expression.ts';

/** The expressions and operator arguments directly below, in the order of the text. */
export function partsOf<Reference>(node: Argument<Reference>): readonly Argument<Reference>[] {
  switch (node.kind) {
    case 'integer':
    case 'string':
    case 'boolean':
    case 'modelValue':
    case 'oldValue':
    case 'unsupported':
    case 'operator':
    case 'builtinOperator':
      return [];
    case 'lambda':
    case 'label':
    case 'unboundedQuantification':
      return [node.body];
    case 'apply':
    case 'builtin':
      return node.arguments;
    case 'if':
      return [node.condition, node.consequence, node.alternative];
    case 'case': {
      const arms = node.arms.flatMap(({ guard, value }) => [guard, value]);
      return node.other === null ? arms : [...arms, node.other];
    }
    case 'quantification':
    case 'map':
    case 'function':
      return [...node.bounds.map(({ set }) => set), node.body];
    case 'choose':
      return node.set === null ? [node.body] : [node.set, node.body];
    case 'set':
    case 'tuple':
      return node.elements;
    case 'filter':
      return [node.bound.set, node.condition];
    case 'functionApplication':
      return [node.function, ...node.arguments];
    case 'functionSet':
      return [node.domain, node.range];
    case 'record':
      return node.fields.map(({ value }) => value);
    case 'recordSet':
      return node.fields.map(({ set }) => set);
    case 'field':
      return [node.record];
    case 'except':
      return [node.function, ...node.updates.flatMap(({ path, value }) => [...indicesOf(path), value])];
    case 'box':
    case 'angle':
    case 'weakFairness':
    case 'strongFairness':
      return [node.action, node.subscript];
    case 'enabled':
      return [node.action];
    case 'let':
      return [...node.definitions.map(({ body }) => body), node.body];
    case 'letInstance':
      return [...node.instance.substitutions.map(({ value }) => value), node.body];
  }
}

function indicesOf<Reference>(
  path: readonly { readonly kind: string; readonly arguments?: readonly Expression<Reference>[] }[],
): readonly Expression<Reference>[] {
  return path.flatMap((step) => step.arguments ?? []);
}

/** Whether `found` is true of a reference in it, those through which an operator is passed included. */
export function someReference<Reference>(node: Argument<Reference>, found: (reference: Reference) => boolean): boolean {
  if ((node.kind === 'apply' || node.kind === 'operator') && found(node.operator)) return true;
  return partsOf(node).some((part) => someReference(part, found));
}
