/** A source file in memory, and how a place in it is shown to people. */
import type { Source, Span } from '../ir/span.ts';

export interface SourceText extends Source {
  readonly text: string;
}

/** `Foo.tla:12:5`, as editors understand it. */
export function placeOf(source: Source, [, line, column]: Span): string {
  return `${source.file}:${line}:${column}`;
}

/** What stands there. */
export function textAt({ text }: SourceText, [, line, column, endLine, endColumn]: Span): string {
  const lines = text.split('\n').slice(line - 1, endLine);
  // The end first: on a single line the start would move it.
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, endColumn - 1);
  lines[0] = (lines[0] ?? '').slice(column - 1);
  return lines.join('\n');
}

/**
 * The first line of the span, and under it what is meant:
 *
 *       12 | Spec == Init /\ [][Nxt]_vars
 *          |                    ^^^
 */
export function excerptOf({ text }: SourceText, [, line, column, endLine, endColumn]: Span): string {
  const shown = text.split('\n', line)[line - 1] ?? '';
  const ends = endLine === line ? endColumn : shown.trimEnd().length + 1;
  const gutter = `  ${line} | `;
  // A tab keeps its width above and below.
  const before = shown.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  const marks = '^'.repeat(Math.max(1, ends - column));
  return `${gutter}${shown.trimEnd()}\n${' '.repeat(gutter.length - 2)}| ${before}${marks}`;
}
