/**
 * What a text has begun and not finished before some place: a bracket, an IF, a LET. Where the next definition is what
 * is unexpected, this is what somebody forgot.
 */

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>>': '<<', ELSE: 'IF', IN: 'LET' };
const openers: ReadonlySet<string> = new Set(Object.values(closers));

/** Comments, strings and operators made of brackets are read so that what is in them does not count. */
const words =
  /\\\*[^\n]*|\(\*[^]*?\*\)|"(?:[^"\\\n]|\\.)*"|\([+\-./]\)|\(\\X\)|<<|>>|[()[\]{}]|\b(?:IF|ELSE|LET|IN)\b/g;

/** In words, or undefined when all is finished. */
export function unfinishedBefore(text: string, offset: number): string | undefined {
  const open: { readonly word: string; readonly at: number }[] = [];
  for (const { 0: word, index } of text.slice(0, offset).matchAll(words)) {
    if (openers.has(word)) open.push({ word, at: index });
    else if (closers[word] !== undefined && open.at(-1)?.word === closers[word]) open.pop();
  }
  const last = open.at(-1);
  if (last === undefined) return undefined;
  const line = text.slice(0, last.at).split('\n').length;
  if (last.word === 'IF') return `the IF in line ${line} has no ELSE`;
  return last.word === 'LET' ? `the LET in line ${line} has no IN` : `the "${last.word}" in line ${line} is not closed`;
}
