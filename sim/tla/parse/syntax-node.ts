/**
 * A node of the grammar's tree, copied out of wasm. Every access to the original crosses into wasm and back, so the
 * tree is walked once, copied, and freed.
 */
import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { Span } from '../ir/span.ts';

export interface SyntaxNode {
  readonly type: string;
  /** False for punctuation and keywords, whose type is their text. */
  readonly named: boolean;
  readonly field: string | null;
  readonly span: Span;
  /** Of the first character and behind the last, in UTF-16 units from the start of the text. */
  readonly start: number;
  readonly end: number;
  /** Without comments. */
  readonly children: readonly SyntaxNode[];
}

const comments: ReadonlySet<string> = new Set(['comment', 'block_comment']);

export function copyOf(tree: Tree, source: number): SyntaxNode {
  const cursor = tree.walk();
  try {
    return copyBelow(cursor, source);
  } finally {
    cursor.delete();
  }
}

function copyBelow(cursor: TreeCursor, source: number): SyntaxNode {
  const { startPosition: from, endPosition: to } = cursor;
  const children: SyntaxNode[] = [];
  const node: SyntaxNode = {
    type: cursor.nodeType,
    named: cursor.nodeIsNamed,
    field: cursor.currentFieldName,
    span: [source, from.row + 1, from.column + 1, to.row + 1, to.column + 1],
    start: cursor.startIndex,
    end: cursor.endIndex,
    children,
  };
  if (cursor.gotoFirstChild()) {
    do {
      if (!comments.has(cursor.nodeType)) children.push(copyBelow(cursor, source));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return node;
}
