/**
 * Expressions as TLA+ text. Whatever could be read in two ways stands in parentheses; a conjunction or disjunction
 * becomes a bulleted list where it has lines to itself.
 */
import type { Argument, Bound, DefinitionBody, Expression, InstanceBody, Parameter } from '../ir/expression.ts';
import type { InstanceStep, ModuleExpression, ModuleReference } from '../ir/module-graph.ts';
import { operatorsBySymbol } from '../parse/operators.ts';
import { declarationText } from './print-names.ts';

/** On as many lines as it likes; the first begins at `column`, the others have its indentation. */
function blockText(node: ModuleExpression, column: number): string {
  const pad = `\n${' '.repeat(column)}`;
  switch (node.kind) {
    case 'builtin':
      if (node.operator !== '/\\' && node.operator !== '\\/') return argumentText(node);
      return node.arguments.map((each) => `${node.operator} ${blockText(each, column + 3)}`).join(pad);
    case 'quantification': {
      const bounds = node.bounds.map(boundText).join(', ');
      return `${node.quantifier} ${bounds} :${pad}  ${blockText(node.body, column + 2)}`;
    }
    case 'if': {
      const [yes, no] = [blockText(node.consequence, column + 5), blockText(node.alternative, column + 5)];
      return `IF ${argumentText(node.condition)}${pad}THEN ${yes}${pad}ELSE ${no}`;
    }
    case 'let': {
      const recursive = node.definitions.filter((each) => each.recursive && !each.isFunction);
      const declared = recursive.length === 0 ? [] : [recursiveText(recursive)];
      const definitions = node.definitions.map((each) => definitionText(each.name, each, column + 4));
      return `LET ${[...declared, ...definitions].join(`${pad}    `)}${pad}IN  ${blockText(node.body, column + 4)}`;
    }
    case 'letInstance': {
      const head = headText(node.instance.name, node.instance.parameters);
      return `LET ${head} == ${instanceText(node.instance)}${pad}IN  ${blockText(node.body, column + 4)}`;
    }
    default:
      return argumentText(node);
  }
}

/** On one line. */
export function argumentText(node: Argument<ModuleReference>): string {
  switch (node.kind) {
    case 'integer':
      return typeof node.value === 'number' ? String(node.value) : node.value['#bigint'];
    case 'string':
      return `"${node.value.replaceAll(/["\\\t\n\f\r]/g, (letter) => `\\${escapes[letter] ?? letter}`)}"`;
    case 'boolean':
      return node.value ? 'TRUE' : 'FALSE';
    case 'modelValue':
      return node.name;
    case 'unsupported':
      return node.text;
    case 'oldValue':
      return '@';
    case 'operator':
      return nameText(node.operator);
    case 'builtinOperator':
      return node.operator;
    case 'lambda':
      return `LAMBDA ${node.parameters.map(({ name }) => name).join(', ')} : ${argumentText(node.body)}`;
    case 'apply':
      return applicationText(node.operator, node.arguments);
    case 'builtin':
      return builtinText(node.operator, node.arguments);
    case 'if':
      return `IF ${argumentText(node.condition)} THEN ${operand(node.consequence)} ELSE ${operand(node.alternative)}`;
    case 'case': {
      const arms = node.arms.map(({ guard, value }) => `${operand(guard)} -> ${operand(value)}`);
      const other = node.other === null ? [] : [`OTHER -> ${operand(node.other)}`];
      return `CASE ${[...arms, ...other].join(' [] ')}`;
    }
    case 'quantification':
      return `${node.quantifier} ${node.bounds.map(boundText).join(', ')} : ${argumentText(node.body)}`;
    case 'unboundedQuantification':
      return `${node.quantifier} ${node.binders.map(({ name }) => name).join(', ')} : ${argumentText(node.body)}`;
    case 'choose': {
      const names = node.binders.map(({ name }) => name).join(', ');
      const set = node.set === null ? '' : ` \\in ${operand(node.set)}`;
      return `CHOOSE ${node.tuple ? `<<${names}>>` : names}${set} : ${argumentText(node.body)}`;
    }
    case 'set':
      return `{${listText(node.elements)}}`;
    case 'filter':
      return `{${boundText(node.bound)} : ${argumentText(node.condition)}}`;
    case 'map':
      return `{${operand(node.body)} : ${node.bounds.map(boundText).join(', ')}}`;
    case 'tuple':
      return `<<${listText(node.elements)}>>`;
    case 'function':
      return `[${node.bounds.map(boundText).join(', ')} |-> ${argumentText(node.body)}]`;
    case 'functionApplication':
      return `${operand(node.function)}[${listText(node.arguments)}]`;
    case 'functionSet':
      return `[${operand(node.domain)} -> ${operand(node.range)}]`;
    case 'record':
      return `[${node.fields.map(({ name, value }) => `${name} |-> ${argumentText(value)}`).join(', ')}]`;
    case 'recordSet':
      return `[${node.fields.map(({ name, set }) => `${name} : ${argumentText(set)}`).join(', ')}]`;
    case 'field':
      return `${operand(node.record)}.${node.name}`;
    case 'except': {
      const updates = node.updates.map(({ path, value }) => {
        const steps = path.map((step) => (step.kind === 'field' ? `.${step.name}` : `[${listText(step.arguments)}]`));
        return `!${steps.join('')} = ${argumentText(value)}`;
      });
      return `[${operand(node.function)} EXCEPT ${updates.join(', ')}]`;
    }
    case 'box':
      return `[${argumentText(node.action)}]_${subscript(node.subscript)}`;
    case 'angle':
      return `<<${argumentText(node.action)}>>_${subscript(node.subscript)}`;
    case 'enabled':
      return `ENABLED ${operand(node.action)}`;
    case 'weakFairness':
      return `WF_${subscript(node.subscript)}(${argumentText(node.action)})`;
    case 'strongFairness':
      return `SF_${subscript(node.subscript)}(${argumentText(node.action)})`;
    case 'let': {
      const recursive = node.definitions.filter((each) => each.recursive && !each.isFunction);
      const declared = recursive.length === 0 ? [] : [recursiveText(recursive)];
      const definitions = node.definitions.map((each) => onOneLine(each.name, each));
      return `LET ${[...declared, ...definitions].join(' ')} IN ${argumentText(node.body)}`;
    }
    case 'letInstance': {
      const head = headText(node.instance.name, node.instance.parameters);
      return `LET ${head} == ${instanceText(node.instance)} IN ${argumentText(node.body)}`;
    }
    case 'label': {
      const given = node.parameters.length === 0 ? '' : `(${node.parameters.join(', ')})`;
      return `${node.name}${given} :: ${operand(node.body)}`;
    }
  }
}

const escapes: Readonly<Record<string, string>> = { '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r' };

function listText(nodes: readonly ModuleExpression[]): string {
  return nodes.map(argumentText).join(', ');
}

/** What needs no parentheses beside any operator. */
const closed: ReadonlySet<Expression<ModuleReference>['kind']> = new Set([
  'integer',
  'string',
  'boolean',
  'oldValue',
  'set',
  'filter',
  'map',
  'tuple',
  'function',
  'functionSet',
  'record',
  'recordSet',
  'except',
  'functionApplication',
  'field',
]);

/** As an operand of an operator, without parentheses where the operator of the operand binds more tightly. */
function beside(node: ModuleExpression, operator: string): string {
  const outer = operatorsBySymbol.get(operator);
  const inner = operatorsBySymbol.get(symbolOf(node) ?? '');
  const isTighter = outer !== undefined && inner !== undefined && inner.low > outer.high;
  return isTighter ? argumentText(node) : operand(node);
}

/** The operator symbol that an expression is written with. */
function symbolOf(node: ModuleExpression): string | undefined {
  if (node.kind === 'builtin') return node.operator;
  const isBare = node.kind === 'apply' && node.arguments.length > 0 && nameText(node.operator) === node.operator.name;
  return isBare ? node.operator.name : undefined;
}

function operand(node: ModuleExpression): string {
  const text = argumentText(node);
  const isPlain = node.kind === 'apply' && (node.arguments.length === 0 || text.endsWith(')'));
  const isName = isPlain && operatorsBySymbol.get(node.operator.name) === undefined;
  return closed.has(node.kind) || isName ? text : `(${text})`;
}

/** After `_` only what is bracketed, or a plain name, is read as a whole. */
function subscript(node: ModuleExpression): string {
  return node.kind === 'tuple' ||
    (node.kind === 'apply' && node.arguments.length === 0 && node.operator.to === 'global')
    ? argumentText(node)
    : `(${argumentText(node)})`;
}

function boundText({ binders, tuple, set }: Bound<ModuleReference>): string {
  const names = binders.map(({ name }) => name).join(', ');
  return `${tuple ? `<<${names}>>` : names} \\in ${operand(set)}`;
}

function builtinText(operator: string, operands: readonly ModuleExpression[]): string {
  switch (operatorsBySymbol.get(operator)?.fixity) {
    case 'infix':
      return operands.map((each) => beside(each, operator)).join(` ${operator} `);
    case 'prefix':
      return `${operator}${/\w/.test(operator) ? ' ' : ''}${operands.map((each) => beside(each, operator)).join('')}`;
    case 'postfix':
      return `${operands.map(operand).join('')}${operator}`;
    case undefined:
      return operator;
  }
}

function applicationText(reference: ModuleReference, given: readonly Argument<ModuleReference>[]): string {
  const fixity = operatorsBySymbol.get(reference.name)?.fixity;
  const texts = given.map(argumentText);
  const isBare = nameText(reference) === reference.name;
  if (fixity === undefined || !isBare)
    return texts.length === 0 ? nameText(reference) : `${nameText(reference)}(${texts.join(', ')})`;
  const operands = given.map((each, i) => (isExpression(each) ? beside(each, reference.name) : (texts[i] as string)));
  if (fixity === 'infix') return operands.join(` ${reference.name} `);
  if (fixity === 'postfix') return `${operands.join('')}${reference.name}`;
  return `${reference.name === '-.' ? '-' : reference.name}${operands.join('')}`;
}

function isExpression(node: Argument<ModuleReference>): node is ModuleExpression {
  return node.kind !== 'operator' && node.kind !== 'builtinOperator' && node.kind !== 'lambda';
}

/** An instance without a name is not mentioned. */
function nameText(reference: ModuleReference): string {
  const path = reference.to === 'member' ? reference.path : [];
  return `${path.map(stepText).join('')}${reference.name}`;
}

function stepText({ instance, arguments: given }: InstanceStep): string {
  if (instance.name.startsWith('#')) return '';
  return `${instance.name}${given.length === 0 ? '' : `(${given.map(argumentText).join(', ')})`}!`;
}

/** Of a module or a LET; it begins at `column`, counted from 0. */
export function definitionText(name: string, definition: DefinitionBody<ModuleReference>, column: number): string {
  const [head, body] = sidesOf(name, definition);
  const below = column + 2;
  return `${head} ==\n${' '.repeat(below)}${blockText(body, below)}`;
}

function onOneLine(name: string, definition: DefinitionBody<ModuleReference>): string {
  const [head, body] = sidesOf(name, definition);
  return `${head} == ${argumentText(body)}`;
}

function sidesOf(
  name: string,
  { parameters, body, isFunction }: DefinitionBody<ModuleReference>,
): readonly [head: string, body: ModuleExpression] {
  if (!isFunction || body.kind !== 'function') return [headText(name, parameters), body];
  return [`${name}[${body.bounds.map(boundText).join(', ')}]`, body.body];
}

export function recursiveText(
  definitions: readonly { readonly name: string; readonly parameters: readonly Parameter[] }[],
): string {
  return `RECURSIVE ${definitions.map(({ name, parameters }) => declarationText(name, parameters.length)).join(', ')}`;
}

export function instanceText({ module, substitutions }: InstanceBody<ModuleReference>): string {
  const explicit = substitutions.filter((each) => each.explicit);
  const plain = module.slice(module.lastIndexOf('.') + 1);
  if (explicit.length === 0) return `INSTANCE ${plain}`;
  return `INSTANCE ${plain} WITH ${explicit.map(({ name, value }) => `${name} <- ${argumentText(value)}`).join(', ')}`;
}

/** What stands before `==`. */
export function headText(name: string, parameters: readonly Parameter[]): string {
  const texts = parameters.map((each) => declarationText(each.name, each.arity));
  switch (operatorsBySymbol.get(name)?.fixity) {
    case 'infix':
      return texts.join(` ${name} `);
    case 'prefix':
      return `${name} ${texts.join('')}`;
    case 'postfix':
      return `${texts.join('')} ${name}`;
    case undefined:
      return texts.length === 0 ? name : `${name}(${texts.join(', ')})`;
  }
}
