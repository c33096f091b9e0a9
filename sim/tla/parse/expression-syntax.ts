/**
 * From the grammar's nodes to expressions. What may go wrong: an operator beside another one with which it does not mix
 * (see operators.ts), or a construct that is valid TLA+ but outside what we evaluate, which becomes an `unsupported`
 * node. Nothing is looked up here.
 */
import type {
  Binder,
  Bound,
  BuiltinOperator,
  InstanceBody,
  LetDefinition,
  Parameter,
  PathStep,
} from '../ir/expression.ts';
import type { Span } from '../ir/span.ts';
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import { integerOf, radixLiteral, unescaped } from './literals.ts';
import { child, field, fields, nth } from './node-access.ts';
import { type OperatorSymbol, isBuiltin, operatorSymbols } from './operators.ts';
import type {
  WrittenArgument,
  WrittenDeclaration,
  WrittenExpression,
  WrittenName,
  WrittenStep,
} from './parsed-module.ts';
import { regroupedPrefix } from './regroup.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** Converts the expressions of one unit of a module; the binders of a unit are numbered together. */
export class ExpressionSyntax {
  readonly #source: SourceText;
  #ids = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  binder(node: SyntaxNode): Binder {
    this.#ids += 1;
    return { name: this.textOf(node), id: this.#ids, span: node.span };
  }

  expression(node: SyntaxNode): WrittenExpression {
    const { span } = node;
    switch (node.type) {
      case 'nat_number':
        return { kind: 'integer', value: integerOf(this.textOf(node)), span };
      case 'binary_number':
      case 'octal_number':
      case 'hex_number':
        return { kind: 'integer', value: integerOf(radixLiteral(node.type, this.textOf(child(node, 'value')))), span };
      case 'real_number':
        return this.#unsupported(node, 'a decimal number');
      case 'string':
        return { kind: 'string', value: unescaped(this.textOf(node)), span };
      case 'boolean':
        return { kind: 'boolean', value: this.textOf(node) === 'TRUE', span };
      case 'string_set':
        return { kind: 'builtin', operator: 'STRING', arguments: [], span };
      case 'boolean_set':
        return { kind: 'builtin', operator: 'BOOLEAN', arguments: [], span };
      case 'nat_number_set':
      case 'int_number_set':
      case 'real_number_set':
      case 'identifier_ref':
        return this.#named(node, [], span);
      case 'parentheses':
        return this.expression(nth(node, 1));
      case 'label':
        return this.#label(node);
      case 'subexpression':
        return this.#unsupported(node, 'a subexpression selector');
      case 'proof_step_ref':
        return this.#unsupported(node, 'a reference to a proof step');
      case 'bound_op':
        return this.#named(
          field(node, 'name'),
          fields(node, 'parameter').map((each) => this.argument(each)),
          span,
        );
      case 'bound_nonfix_op':
        return this.#nonfix(node, []);
      case 'prefixed_op':
        return this.#prefixed(node);
      case 'bound_prefix_op':
        return this.#prefix(node);
      case 'bound_infix_op':
        return this.#infix(node);
      case 'bound_postfix_op':
        return this.#postfix(node);
      case 'bounded_quantification':
        return {
          kind: 'quantification',
          quantifier: field(node, 'quantifier').type === 'forall' ? '\\A' : '\\E',
          bounds: fields(node, 'bound').map((each) => this.bound(each)),
          body: this.expression(field(node, 'expression')),
          span,
        };
      case 'unbounded_quantification':
        return {
          kind: 'unboundedQuantification',
          quantifier: quantifiers[field(node, 'quantifier').type] ?? '\\A',
          binders: fields(node, 'intro').map((each) => this.binder(each)),
          body: this.expression(field(node, 'expression')),
          span,
        };
      case 'choose':
        return this.#choose(node);
      case 'finite_set_literal':
        return { kind: 'set', elements: this.#expressions(node), span };
      case 'set_filter':
        return {
          kind: 'filter',
          bound: this.bound(field(node, 'generator')),
          condition: this.expression(field(node, 'filter')),
          span,
        };
      case 'set_map':
        return {
          kind: 'map',
          bounds: fields(node, 'generator').map((each) => this.bound(each)),
          body: this.expression(field(node, 'map')),
          span,
        };
      case 'function_evaluation': {
        const regrouped = regroupedPrefix(node);
        if (regrouped !== undefined) return this.expression(regrouped);
        const [applied, ...rest] = this.#expressions(node);
        return { kind: 'functionApplication', function: applied as WrittenExpression, arguments: rest, span };
      }
      case 'function_literal':
        return {
          kind: 'function',
          bounds: node.children.filter(({ type }) => type === 'quantifier_bound').map((each) => this.bound(each)),
          body: this.expression(nth(node, -2)),
          span,
        };
      case 'set_of_functions':
        return {
          kind: 'functionSet',
          domain: this.expression(nth(node, 1)),
          range: this.expression(nth(node, 3)),
          span,
        };
      case 'record_literal':
        return { kind: 'record', fields: this.#fields(node).map(([name, value]) => ({ name, value })), span };
      case 'set_of_records':
        return { kind: 'recordSet', fields: this.#fields(node).map(([name, set]) => ({ name, set })), span };
      case 'record_value': {
        const regrouped = regroupedPrefix(node);
        if (regrouped !== undefined) return this.expression(regrouped);
        return { kind: 'field', record: this.expression(nth(node, 0)), name: this.textOf(nth(node, 2)), span };
      }
      case 'except':
        return {
          kind: 'except',
          function: this.expression(field(node, 'expr_to_update')),
          updates: node.children
            .filter(({ type }) => type === 'except_update')
            .map((update) => ({ path: this.#path(update), value: this.expression(field(update, 'new_val')) })),
          span,
        };
      case 'prev_func_val':
        return { kind: 'oldValue', span };
      case 'tuple_literal':
        return { kind: 'tuple', elements: this.#elements(node), span };
      case 'step_expr_or_stutter':
        return { kind: 'box', action: this.expression(nth(node, 1)), subscript: this.expression(nth(node, 3)), span };
      case 'step_expr_no_stutter':
        return { kind: 'angle', action: this.expression(nth(node, 1)), subscript: this.expression(nth(node, 3)), span };
      case 'fairness': {
        const kind = this.textOf(nth(node, 0)) === 'WF_' ? 'weakFairness' : 'strongFairness';
        const subscript = this.expression(nth(node, 1));
        return { kind, action: this.expression(nth(node, 3)), subscript, binds: [], span };
      }
      case 'if_then_else':
        return {
          kind: 'if',
          condition: this.expression(field(node, 'if')),
          consequence: this.expression(field(node, 'then')),
          alternative: this.expression(field(node, 'else')),
          span,
        };
      case 'case':
        return this.#case(node);
      case 'let_in':
        return this.#let(node);
      case 'conj_list':
        return this.#junction('/\\', node);
      case 'disj_list':
        return this.#junction('\\/', node);
      default:
        throw this.error(`a ${node.type.replaceAll('_', ' ')} is no expression`, span);
    }
  }

  /** An argument: an expression, or where an operator is expected a LAMBDA or a symbol. */
  argument(node: SyntaxNode): WrittenArgument {
    const { span } = node;
    if (node.type === 'lambda') {
      const parameters = node.children.filter(({ type }) => type === 'identifier').map((each) => this.parameter(each));
      return { kind: 'lambda', parameters, body: this.expression(nth(node, -1)), span };
    }
    if (node.type.endsWith('_op_symbol')) {
      const { symbol } = operatorOf(nth(node, 0));
      if (isBuiltin(symbol)) return { kind: 'builtinOperator', operator: symbol, span };
      return { kind: 'operator', operator: { path: [], name: symbol, span }, span };
    }
    return this.expression(node);
  }

  /** A formal parameter: `x`, `F(_, _)`, `_ + _`. */
  parameter(node: SyntaxNode): Parameter {
    this.#ids += 1;
    return { ...this.declaration(node), id: this.#ids };
  }

  /** A declared name with the number of its parameters. */
  declaration(node: SyntaxNode): WrittenDeclaration {
    if (node.type !== 'operator_declaration') return { name: this.textOf(node), arity: 0, span: node.span };
    const name = field(node, 'name');
    const arity = node.children.filter(({ type }) => type === 'placeholder').length;
    return { name: this.nameOf(name), arity, span: name.span };
  }

  /** An operator definition, without what a module or a LET adds. */
  definition(node: SyntaxNode): { name: string; parameters: Parameter[]; body: WrittenExpression; span: Span } {
    const name = field(node, 'name');
    const parameters = fields(node, 'parameter').map((each) => this.parameter(each));
    return { name: this.nameOf(name), parameters, body: this.expression(field(node, 'definition')), span: name.span };
  }

  /** `f[x \in S] == e` */
  functionDefinition(node: SyntaxNode): { name: string; body: WrittenExpression; span: Span } {
    const name = field(node, 'name');
    const bounds = node.children.filter(({ type }) => type === 'quantifier_bound').map((each) => this.bound(each));
    const body = this.expression(field(node, 'definition'));
    return { name: this.textOf(name), body: { kind: 'function', bounds, body, span: node.span }, span: name.span };
  }

  /** Of an `instance` node; `span` is that of the name. */
  instance(node: SyntaxNode, parameters: readonly Parameter[], span: Span): InstanceBody<WrittenName> {
    const substitutions = node.children
      .filter(({ type }) => type === 'substitution')
      .map((each) => {
        const name = this.nameOf(nth(each, 0));
        return { name, value: this.argument(nth(each, -1)), explicit: true, span: each.span };
      });
    return { parameters, module: this.textOf(nth(node, 1)), substitutions, span };
  }

  bound(node: SyntaxNode): Bound<WrittenName> {
    const [first] = fields(node, 'intro');
    const set = this.expression(field(node, 'set'));
    if (first?.type === 'tuple_of_identifiers') return { binders: this.#identifiers(first), tuple: true, set };
    return { binders: fields(node, 'intro').map((each) => this.binder(each)), tuple: false, set };
  }

  /** The name that an identifier, a number set or a symbol stands for. */
  nameOf(node: SyntaxNode): string {
    const symbol = operatorSymbols.get(node.type);
    if (symbol !== undefined) return symbol.symbol;
    if (node.type.endsWith('_op_symbol')) return operatorOf(nth(node, 0)).symbol;
    return numberSets[node.type] ?? this.textOf(node);
  }

  textOf({ start, end }: SyntaxNode): string {
    return this.#source.text.slice(start, end);
  }

  error(problem: string, span: Span): SpecError {
    return new SpecError(problem, this.#source, span);
  }

  #identifiers(node: SyntaxNode): Binder[] {
    return node.children.filter(({ type }) => type === 'identifier').map((each) => this.binder(each));
  }

  #expressions(node: SyntaxNode): WrittenExpression[] {
    return node.children.filter(({ named }) => named).map((each) => this.expression(each));
  }

  /** Of a tuple, whose brackets are named nodes. */
  #elements(node: SyntaxNode): WrittenExpression[] {
    return node.children
      .slice(1, -1)
      .filter(({ named }) => named)
      .map((each) => this.expression(each));
  }

  #named(node: SyntaxNode, given: readonly WrittenArgument[], span: Span): WrittenExpression {
    return { kind: 'apply', operator: { path: [], name: this.nameOf(node), span: node.span }, arguments: given, span };
  }

  /** `+(a, b)`, also after `A!`. */
  #nonfix(node: SyntaxNode, path: readonly WrittenStep[]): WrittenExpression {
    const symbol = field(node, 'symbol');
    const operator = operatorOf(nth(symbol, 0));
    const operands = this.#expressions({ ...node, children: node.children.filter((each) => each !== symbol) });
    if (path.length === 0 || isBuiltin(operator.symbol)) return this.#apply(operator, symbol.span, operands, node.span);
    const name: WrittenName = { path, name: operator.symbol, span: symbol.span };
    return { kind: 'apply', operator: name, arguments: operands, span: node.span };
  }

  #prefixed(node: SyntaxNode): WrittenExpression {
    const path = field(node, 'prefix')
      .children.filter(({ type }) => type === 'subexpr_component')
      .map((each) => this.#step(nth(each, 0)));
    const op = field(node, 'op');
    if (op.type === 'bound_nonfix_op') return this.#nonfix(op, path);
    const name = op.type === 'bound_op' ? field(op, 'name') : op;
    const given = op.type === 'bound_op' ? fields(op, 'parameter').map((each) => this.argument(each)) : [];
    const operator: WrittenName = { path, name: this.nameOf(name), span: name.span };
    return { kind: 'apply', operator, arguments: given, span: node.span };
  }

  #step(node: SyntaxNode): WrittenStep {
    if (node.type === 'bound_op') {
      const given = fields(node, 'parameter').map((each) => this.argument(each));
      return { name: this.textOf(field(node, 'name')), arguments: given, span: node.span };
    }
    return { name: this.nameOf(node), arguments: [], span: node.span };
  }

  #prefix(node: SyntaxNode): WrittenExpression {
    const symbol = field(node, 'symbol');
    const operand = field(node, 'rhs');
    const operator = operatorOf(symbol);
    const inner = infixOf(operand);
    if (inner !== undefined && inner.operator.low <= operator.high) {
      if (operator.low <= inner.operator.high) throw this.#mixed(operator, inner.operator, inner.span);
    }
    return this.#operator(operator, symbol, [operand], node.span);
  }

  #postfix(node: SyntaxNode): WrittenExpression {
    const symbol = field(node, 'symbol');
    const operand = field(node, 'lhs');
    const operator = operatorOf(symbol);
    const before = prefixOf(operand);
    if (before !== undefined) this.#checkNeighbour(before.operator, operator, symbol.span);
    return this.#operator(operator, symbol, [operand], node.span);
  }

  #infix(node: SyntaxNode): WrittenExpression {
    const symbol = field(node, 'symbol');
    const operator = operatorOf(symbol);
    const left = field(node, 'lhs');
    const right = field(node, 'rhs');
    const onLeft = infixOf(left) ?? prefixOf(left);
    if (onLeft !== undefined) this.#checkNeighbour(onLeft.operator, operator, symbol.span);
    const onRight = infixOf(right);
    if (onRight !== undefined && onRight.operator.low <= operator.high) {
      throw this.#mixed(operator, onRight.operator, onRight.span);
    }
    if (isChain(operator.symbol)) {
      const operands = chainOf(node, symbol.type).map((each) => this.expression(each));
      return { kind: 'builtin', operator: operator.symbol, arguments: operands, span: node.span };
    }
    return this.#operator(operator, symbol, [left, right], node.span);
  }

  /** `inner` was taken to bind first, on the left of `outer`. */
  #checkNeighbour(inner: OperatorSymbol, outer: OperatorSymbol, span: Span): void {
    if (inner.low > outer.high || (inner.symbol === outer.symbol && inner.associative)) return;
    throw this.#mixed(inner, outer, span);
  }

  #mixed(first: OperatorSymbol, second: OperatorSymbol, span: Span): SpecError {
    return this.error(`"${first.symbol}" and "${second.symbol}" side by side need parentheses`, span);
  }

  #operator(
    operator: OperatorSymbol,
    symbol: SyntaxNode,
    operands: readonly SyntaxNode[],
    span: Span,
  ): WrittenExpression {
    return this.#apply(
      operator,
      symbol.span,
      operands.map((each) => this.expression(each)),
      span,
    );
  }

  #apply(
    { symbol }: OperatorSymbol,
    symbolSpan: Span,
    operands: readonly WrittenExpression[],
    span: Span,
  ): WrittenExpression {
    if (symbol === 'ENABLED') return { kind: 'enabled', action: operands[0] as WrittenExpression, binds: [], span };
    if (isBuiltin(symbol)) return { kind: 'builtin', operator: symbol, arguments: operands, span };
    return { kind: 'apply', operator: { path: [], name: symbol, span: symbolSpan }, arguments: operands, span };
  }

  /** A list of one item is that item. */
  #junction(operator: BuiltinOperator, node: SyntaxNode): WrittenExpression {
    const items = node.children.map((item) => this.expression(nth(item, 1)));
    const [only] = items;
    if (items.length === 1 && only !== undefined) return only;
    return { kind: 'builtin', operator, arguments: items, span: node.span };
  }

  #choose(node: SyntaxNode): WrittenExpression {
    const intro = field(node, 'intro');
    const tuple = intro.type === 'tuple_of_identifiers';
    const set = node.children.find((each) => each.field === 'set');
    return {
      kind: 'choose',
      set: set === undefined ? null : this.expression(set),
      binders: tuple ? this.#identifiers(intro) : [this.binder(intro)],
      tuple,
      body: this.expression(field(node, 'expression')),
      span: node.span,
    };
  }

  #fields(node: SyntaxNode): readonly (readonly [string, WrittenExpression])[] {
    const found: [string, WrittenExpression][] = [];
    const seen = new Set<string>();
    for (const [index, each] of node.children.entries()) {
      // A field is name, arrow or colon, and expression.
      if (each.type !== 'identifier') continue;
      const name = this.textOf(each);
      if (seen.has(name)) throw this.error(`the field "${name}" is given twice`, each.span);
      seen.add(name);
      found.push([name, this.expression(nth(node, index + 2))]);
    }
    return found;
  }

  #path(update: SyntaxNode): PathStep<WrittenName>[] {
    const specifier = update.children.find(({ type }) => type === 'except_update_specifier');
    return (specifier?.children ?? []).map((step): PathStep<WrittenName> => {
      if (step.type === 'except_update_record_field') return { kind: 'field', name: this.textOf(nth(step, 1)) };
      return { kind: 'index', arguments: this.#expressions(step) };
    });
  }

  #case(node: SyntaxNode): WrittenExpression {
    const arms = node.children
      .filter(({ type }) => type === 'case_arm')
      .map((arm) => ({ guard: this.expression(nth(arm, 0)), value: this.expression(nth(arm, 2)) }));
    const other = node.children.find(({ type }) => type === 'other_arm');
    return { kind: 'case', arms, other: other === undefined ? null : this.expression(nth(other, 2)), span: node.span };
  }

  #label(node: SyntaxNode): WrittenExpression {
    return {
      kind: 'label',
      name: this.textOf(field(node, 'name')),
      parameters: fields(node, 'parameter').map((each) => this.textOf(each)),
      body: this.expression(field(node, 'expression')),
      span: node.span,
    };
  }

  /** An instance splits the definitions, so that each LET has either definitions or one instance. */
  #let(node: SyntaxNode): WrittenExpression {
    const parts: ({ definitions: LetDefinition<WrittenName>[] } | { instance: Binder & InstanceBody<WrittenName> })[] =
      [];
    const declared = new Map<string, WrittenDeclaration>();
    for (const each of fields(node, 'definitions')) {
      const last = parts.at(-1);
      if (each.type === 'recursive_declaration') {
        for (const declaration of this.declarations(each)) declared.set(declaration.name, declaration);
      } else if (each.type === 'module_definition') {
        parts.push({ instance: this.#letInstance(each) });
      } else {
        const definition = this.#letDefinition(each, declared);
        if (last !== undefined && 'definitions' in last) last.definitions.push(definition);
        else parts.push({ definitions: [definition] });
      }
    }
    for (const { name, span } of declared.values()) {
      const defined = parts.some(
        (part) => 'definitions' in part && part.definitions.some((each) => each.name === name),
      );
      if (!defined) throw this.error(`"${name}" is declared RECURSIVE but not defined`, span);
    }
    const body = this.expression(field(node, 'expression'));
    return parts.reduceRight<WrittenExpression>((inner, part) => {
      if ('instance' in part) return { kind: 'letInstance', instance: part.instance, body: inner, span: node.span };
      return { kind: 'let', definitions: part.definitions, body: inner, span: node.span };
    }, body);
  }

  /** The names of a declaration of constants, variables or recursive operators. */
  declarations(node: SyntaxNode): WrittenDeclaration[] {
    return node.children.filter(({ named }) => named).map((each) => this.declaration(each));
  }

  #letInstance(node: SyntaxNode): Binder & InstanceBody<WrittenName> {
    const name = this.binder(field(node, 'name'));
    const parameters = fields(node, 'parameter').map((each) => this.parameter(each));
    return { ...name, ...this.instance(field(node, 'definition'), parameters, name.span) };
  }

  #letDefinition(node: SyntaxNode, declared: ReadonlyMap<string, WrittenDeclaration>): LetDefinition<WrittenName> {
    this.#ids += 1;
    const id = this.#ids;
    if (node.type === 'function_definition') {
      return { id, parameters: [], isFunction: true, recursive: false, ...this.functionDefinition(node) };
    }
    const definition = this.definition(node);
    const arity = declared.get(definition.name)?.arity;
    if (arity !== undefined && arity !== definition.parameters.length)
      throw this.error(recursiveArity(definition.name, arity), definition.span);
    return { id, isFunction: false, recursive: arity !== undefined, ...definition };
  }

  #unsupported(node: SyntaxNode, construct: string): WrittenExpression {
    return { kind: 'unsupported', construct, text: this.textOf(node), span: node.span };
  }
}

export function recursiveArity(name: string, arity: number): string {
  return `"${name}" is declared RECURSIVE with ${arity} ${arity === 1 ? 'parameter' : 'parameters'}`;
}

const quantifiers: Readonly<Record<string, '\\A' | '\\E' | '\\AA' | '\\EE'>> = {
  forall: '\\A',
  exists: '\\E',
  temporal_forall: '\\AA',
  temporal_exists: '\\EE',
};

/** Number sets are nodes of their own, whose text may be a letter of Unicode. */
const numberSets: Readonly<Record<string, string>> = {
  nat_number_set: 'Nat',
  int_number_set: 'Int',
  real_number_set: 'Real',
};

function isChain(symbol: string): symbol is '/\\' | '\\/' | '\\X' {
  return symbol === '/\\' || symbol === '\\/' || symbol === '\\X';
}

/** The operands of `a op b op c` without parentheses, which come as `(a op b) op c`. */
function chainOf(node: SyntaxNode, symbolType: string): readonly SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let left = node;
  while (left.type === 'bound_infix_op' && field(left, 'symbol').type === symbolType) {
    operands.unshift(field(left, 'rhs'));
    left = field(left, 'lhs');
  }
  return [left, ...operands];
}

function infixOf(node: SyntaxNode): { operator: OperatorSymbol; span: Span } | undefined {
  if (node.type !== 'bound_infix_op') return undefined;
  const symbol = field(node, 'symbol');
  return { operator: operatorOf(symbol), span: symbol.span };
}

function prefixOf(node: SyntaxNode): { operator: OperatorSymbol; span: Span } | undefined {
  if (node.type !== 'bound_prefix_op') return undefined;
  const symbol = field(node, 'symbol');
  return { operator: operatorOf(symbol), span: symbol.span };
}

function operatorOf(node: SyntaxNode): OperatorSymbol {
  const operator = operatorSymbols.get(node.type);
  if (operator === undefined) throw new Error(`the grammar has an operator that we do not know: ${node.type}`);
  return operator;
}
