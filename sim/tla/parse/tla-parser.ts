/**
 * The parser: the grammar of the TLA+ community, as wasm. Loading it takes some 30 ms, so it happens once per parser,
 * on request.
 *
 * What may go wrong: the grammar is a file beside the built program, or in node_modules beside the sources; when
 * neither is there the installation is broken and loading throws.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';
import type { SourceText } from '../source/source-text.ts';
import { moduleOf } from './module-syntax.ts';
import type { WrittenModule } from './parsed-module.ts';
import { copyOf } from './syntax-node.ts';
import { syntaxProblem } from './syntax-problem.ts';

export class TlaParser {
  readonly #language: Language;

  private constructor(language: Language) {
    this.#language = language;
  }

  static async load(): Promise<TlaParser> {
    await Parser.init();
    return new TlaParser(await Language.load(grammarFile()));
  }

  /**
   * The modules of a file, in its order; `index` is that of the file among the sources. Throws a `SpecError` when the
   * text is no TLA+ or has no module.
   */
  parse(source: SourceText, index: number): readonly WrittenModule[] {
    const parser = new Parser();
    parser.setLanguage(this.#language);
    try {
      const tree = parser.parse(source.text);
      if (tree === null) throw new Error('the parser gave up without being asked to');
      try {
        if (tree.rootNode.hasError) throw syntaxProblem(parser, this.#language, source, index);
        const modules = copyOf(tree, index).children.filter(({ type }) => type === 'module');
        if (modules.length === 0) throw syntaxProblem(parser, this.#language, source, index);
        return modules.map((node) => moduleOf(node, source));
      } finally {
        tree.delete();
      }
    } finally {
      parser.delete();
    }
  }
}

/** The build copies the grammar beside this module; in the repository it comes from its package. */
function grammarFile(): string {
  const beside = fileURLToPath(new URL('tree-sitter-tlaplus.wasm', import.meta.url));
  if (existsSync(beside)) return beside;
  const require = createRequire(import.meta.url);
  return require.resolve('@tlaplus/tree-sitter-tlaplus/tree-sitter-tlaplus.wasm');
}
