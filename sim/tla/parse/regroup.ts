/** Where the grammar groups a text otherwise than TLA+ does. */
import { field, nth, present } from './node-access.ts';
import { operatorSymbols } from './operators.ts';
import type { SyntaxNode } from './syntax-node.ts';

/**
 * The grammar reads `DOMAIN (f)[x]` as `(DOMAIN (f))[x]`, with DOMAIN as if it were the name of an operator. It means
 * `DOMAIN ((f)[x])`, as it would without the parentheses. Undefined for anything else.
 */
export function regroupedPrefix(node: SyntaxNode): SyntaxNode | undefined {
  const inner = nth(node, 0);
  if (inner.type === 'function_evaluation' || inner.type === 'record_value') {
    const regrouped = regroupedPrefix(inner);
    if (regrouped === undefined) return undefined;
    const [symbol, operand] = regrouped.children as readonly [SyntaxNode, SyntaxNode];
    return prefixed(node, symbol, operand);
  }
  const symbol = inner.type === 'bound_nonfix_op' ? nth(field(inner, 'symbol'), 0) : undefined;
  if (symbol === undefined || operatorSymbols.get(symbol.type)?.fixity !== 'prefix') return undefined;
  const operand = present(
    inner.children.find((each) => each.named && each.field !== 'symbol'),
    inner,
    'operand',
  );
  return prefixed(node, symbol, operand);
}

/** `symbol operand rest` for the node `(symbol operand) rest`. */
function prefixed(node: SyntaxNode, symbol: SyntaxNode, operand: SyntaxNode): SyntaxNode {
  const rhs = { ...node, field: 'rhs', children: [operand, ...node.children.slice(1)] };
  return { ...node, type: 'bound_prefix_op', children: [{ ...symbol, field: 'symbol' }, rhs] };
}
