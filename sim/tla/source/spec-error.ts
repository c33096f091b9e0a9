/**
 * Something is wrong in a file that a person wrote: a module, a .cfg file, the output of TLC. The message is one line
 * that begins with the place; `excerpt` shows it. The command prints both and exits 2.
 */
import type { Span } from '../ir/span.ts';
import { type SourceText, excerptOf, placeOf } from './source-text.ts';

export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly excerpt: string;

  constructor(problem: string, source: SourceText, span: Span) {
    super(`${placeOf(source, span)}: ${problem}`);
    this.excerpt = excerptOf(source, span);
  }
}
