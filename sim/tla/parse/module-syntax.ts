/**
 * From the grammar's node of a module to a `WrittenModule`. Proofs are skipped: nothing in them is ever evaluated.
 */
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import { ExpressionSyntax, recursiveArity } from './expression-syntax.ts';
import { field, fields, nth } from './node-access.ts';
import type { WrittenDeclaration, WrittenDefinition, WrittenModule, WrittenUnit } from './parsed-module.ts';
import type { SyntaxNode } from './syntax-node.ts';

export function moduleOf(node: SyntaxNode, source: SourceText): WrittenModule {
  const syntax = new ExpressionSyntax(source);
  const name = field(node, 'name');
  const extended = node.children.find(({ type }) => type === 'extends');
  const units: WrittenUnit[] = [];
  const declared = new Map<string, WrittenDeclaration>();
  for (const unit of node.children) {
    const converted = unitOf(unit, source);
    if (converted === undefined) continue;
    if (converted.kind === 'recursive') {
      for (const declaration of converted.declarations) declared.set(declaration.name, declaration);
    }
    units.push(converted.kind === 'definition' ? declaredRecursive(converted, declared, source) : converted);
  }
  for (const { name: missing, span } of declared.values()) {
    if (units.some((unit) => unit.kind === 'definition' && unit.name === missing)) continue;
    throw new SpecError(`"${missing}" is declared RECURSIVE but not defined`, source, span);
  }
  return {
    name: syntax.textOf(name),
    span: name.span,
    extends: (extended?.children ?? [])
      .filter(({ type }) => type === 'identifier_ref')
      .map((each) => ({ name: syntax.textOf(each), span: each.span })),
    units,
  };
}

function declaredRecursive(
  definition: WrittenDefinition,
  declared: ReadonlyMap<string, WrittenDeclaration>,
  source: SourceText,
): WrittenDefinition {
  const arity = declared.get(definition.name)?.arity;
  if (arity === undefined) return definition;
  if (arity !== definition.parameters.length)
    throw new SpecError(recursiveArity(definition.name, arity), source, definition.span);
  return { ...definition, recursive: true };
}

/** Undefined for what says nothing to us: separators, USE and HIDE, the parts of the header. */
function unitOf(node: SyntaxNode, source: SourceText): WrittenUnit | undefined {
  const syntax = new ExpressionSyntax(source);
  switch (node.type) {
    case 'constant_declaration':
      return { kind: 'constants', declarations: syntax.declarations(node) };
    case 'variable_declaration':
      return { kind: 'variables', declarations: syntax.declarations(node) };
    case 'recursive_declaration':
      return { kind: 'recursive', declarations: syntax.declarations(node) };
    case 'local_definition':
      return definitionOf(nth(node, 1), true, syntax);
    case 'operator_definition':
    case 'function_definition':
    case 'instance':
    case 'module_definition':
      return definitionOf(node, false, syntax);
    case 'assumption':
      return {
        kind: 'assumption',
        name: namedAs(node, syntax),
        body: syntax.expression(nth(node, -1)),
        span: node.span,
      };
    case 'theorem': {
      const statement = field(node, 'statement');
      const known = statement.type === 'assume_prove' ? null : syntax.expression(statement);
      return { kind: 'theorem', name: namedAs(node, syntax), statement: known, span: node.span };
    }
    case 'module':
      return { kind: 'module', module: moduleOf(node, source) };
    default:
      return undefined;
  }
}

function definitionOf(node: SyntaxNode, local: boolean, syntax: ExpressionSyntax): WrittenUnit {
  switch (node.type) {
    case 'instance':
      return { kind: 'instance', name: null, local, ...syntax.instance(node, [], nth(node, 0).span) };
    case 'module_definition': {
      const name = field(node, 'name');
      const parameters = fields(node, 'parameter').map((each) => syntax.parameter(each));
      const instance = syntax.instance(field(node, 'definition'), parameters, name.span);
      return { kind: 'instance', name: syntax.textOf(name), local, ...instance };
    }
    case 'function_definition': {
      const definition = syntax.functionDefinition(node);
      return { kind: 'definition', local, parameters: [], isFunction: true, recursive: false, ...definition };
    }
    default:
      return { kind: 'definition', local, isFunction: false, recursive: false, ...syntax.definition(node) };
  }
}

function namedAs(node: SyntaxNode, syntax: ExpressionSyntax): string | null {
  const [name] = fields(node, 'name');
  return name === undefined ? null : syntax.textOf(name);
}
