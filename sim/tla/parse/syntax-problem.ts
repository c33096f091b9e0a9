/**
 * Where a text stops being TLA+, and what was expected there. The grammar recovers from errors by wrapping what it
 * could not use, often much more or less than what is wrong. So the text is parsed again and the parser's own log is
 * read, up to where it begins to recover: that is the first token at which no reading of the text goes on.
 */
import type { Language, Parser } from 'web-tree-sitter';
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import { unfinishedBefore } from './unfinished.ts';

/** With more possibilities than that, naming them helps nobody. */
const expectedMax = 4;

export function syntaxProblem(parser: Parser, language: Language, source: SourceText, index: number): SpecError {
  const { text } = source;
  if (!/-{4,}\s*MODULE\b/.test(text)) {
    return new SpecError('no module here; it begins with "---- MODULE Name ----"', source, [index, 1, 1, 1, 1]);
  }
  const { offset, state } = lastSense(parser, text);
  const [start, word] = tokenAt(text, offset);
  const lines = text.slice(0, start).split('\n');
  const [line, column] = [lines.length, (lines.at(-1) as string).length + 1];
  const found = word === '' ? 'the text ends before the module does, with "===="' : `unexpected "${word}"`;
  const expected = expectedIn(state, language);
  const hint = expected.length === 0 ? unfinishedBefore(text, start) : `expected ${expected.join(' or ')}`;
  return new SpecError(hint === undefined ? found : `${found}; ${hint}`, source, [
    index,
    line,
    column,
    line,
    column + word.length,
  ]);
}

/** The offset behind the last token that made sense, and the state of the parser there. */
function lastSense(parser: Parser, text: string): { offset: number; state: number } {
  let [row, byte, state] = [0, 0, 0];
  let recovering = false;
  parser.setLogger((message) => {
    if (message.startsWith('resume')) recovering = true;
    const position = /^process .*state:(\d+), row:(\d+), col:(\d+)/.exec(message);
    if (!recovering && position !== null)
      [state, row, byte] = position.slice(1).map(Number) as [number, number, number];
  });
  parser.reset();
  parser.parse(text)?.delete();
  parser.setLogger(null);
  // The log counts bytes, and a character of UTF-16 has two.
  const before = text.split('\n', row).reduce((sum, line) => sum + line.length + 1, 0);
  return { offset: before + byte / 2, state };
}

/** The first token at or after the offset, as far as that can be said of what is no TLA+. */
function tokenAt(text: string, offset: number): readonly [start: number, word: string] {
  const skipped = /^(?:\s|\\\*[^\n]*|\(\*[^]*?\*\))*/.exec(text.slice(offset))?.[0] ?? '';
  let start = offset + skipped.length;
  // Where no definition may stand, `==` is read as two.
  if (skipped === '') while (text.startsWith('==', start - 1)) start -= 1;
  const word = /^(?:\w+|={2,}|\\\w+|[^\w\s]{1,2})/.exec(text.slice(start))?.[0] ?? '';
  return [start, word];
}

function expectedIn(state: number, language: Language): readonly string[] {
  const tokens = new Set<string>();
  const lookahead = language.lookaheadIterator(state);
  if (lookahead === null) return [];
  try {
    for (const symbol of lookahead) {
      const token = spelled(symbol);
      if (token !== undefined) tokens.add(token);
      if (tokens.size > expectedMax) return [];
    }
  } finally {
    lookahead.delete();
  }
  return [...tokens];
}

/**
 * As somebody would type it. Rules of the grammar are not: their tokens come beside them, the Unicode ones too, which
 * few type.
 */
function spelled(symbol: string): string | undefined {
  if (symbol === 'identifier') return 'a name';
  const isRule = /^[a-z_]{2}[a-z_\d ]*$|^_/.test(symbol) || symbol === '(*';
  return isRule || /[^ -~]/.test(symbol) ? undefined : `"${symbol}"`;
}
