/**
 * Specs that were parsed and resolved before, when the package was built: that takes longer than many a campaign of simulated runs, and every
 * worker would do it. They are kept as V8 writes values down. What may go wrong: another version of V8 may not read them, or a module
 * has changed since; then the files are parsed after all.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readSource } from './load-spec.ts';
import { type LoadedSpec, loadGraph } from './resolve/load-graph.ts';
import type { SourceText } from './source/source-text.ts';

/** Modules beyond their own text are looked for in `specFolder`. Rejects with a `SpecError`, or as Node does for a file that is missing. */
export async function loadPrepared(
  roots: readonly SourceText[],
  specFolder: string,
  preparedFolder: string,
): Promise<readonly LoadedSpec[]> {
  const prepared = roots.map((root) => readPrepared(root, preparedFolder));
  return prepared.every((spec) => spec !== undefined) ? prepared : parseAll(roots, specFolder);
}

/** Writes what {@link loadPrepared} reads instead of parsing. */
export async function prepareSpecs(
  roots: readonly SourceText[],
  specFolder: string,
  preparedFolder: string,
): Promise<void> {
  mkdirSync(preparedFolder, { recursive: true });
  const specs = await parseAll(roots, specFolder);
  for (const [i, root] of roots.entries()) writeFileSync(fileOf(root, preparedFolder), serialize(specs[i]));
}

async function parseAll(roots: readonly SourceText[], specFolder: string): Promise<readonly LoadedSpec[]> {
  // Its wasm is not even looked at when nothing is to be parsed.
  const { TlaParser } = await import('./parse/tla-parser.ts');
  const parser = await TlaParser.load();
  const finder = { find: (module: string) => readSource(join(specFolder, `${module}.tla`)), names: () => [] };
  return roots.map((root) => loadGraph(parser, root, finder));
}

function readPrepared(root: SourceText, folder: string): LoadedSpec | undefined {
  try {
    const spec = deserialize(readFileSync(fileOf(root, folder))) as LoadedSpec;
    return spec.sources.some(({ text }) => text === root.text) ? spec : undefined;
  } catch {
    return undefined;
  }
}

function fileOf({ file }: SourceText, folder: string): string {
  return join(folder, `${basename(file, '.tla')}.v8`);
}
