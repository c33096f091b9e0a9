/** Finding one's way in a node. What the grammar always has and a node has not is a defect of ours, and throws. */
import type { SyntaxNode } from './syntax-node.ts';

/** Fields also hold the commas and brackets between their nodes. */
export function fields(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  return node.children.filter((each) => each.field === name && each.named);
}

export function field(node: SyntaxNode, name: string): SyntaxNode {
  return present(fields(node, name)[0], node, name);
}

export function nth(node: SyntaxNode, index: number): SyntaxNode {
  return present(node.children.at(index), node, String(index));
}

export function child(node: SyntaxNode, type: string): SyntaxNode {
  return present(
    node.children.find((each) => each.type === type),
    node,
    type,
  );
}

export function present(found: SyntaxNode | undefined, node: SyntaxNode, what: string): SyntaxNode {
  if (found === undefined) throw new Error(`the grammar's ${node.type} has no ${what}`);
  return found;
}
