/**
 * A spec from its files: a module by path, with the modules beside it, and a .cfg file. Here, and where prepared
 * specs are kept, this folder reads files.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { emptyConfig } from './config/config.ts';
import { parseConfig } from './config/parse-config.ts';
import type { Program } from './ir/program.ts';
import { link } from './link/link.ts';
import { TlaParser } from './parse/tla-parser.ts';
import { type LoadedSpec, type ModuleFinder, loadGraph } from './resolve/load-graph.ts';
import type { SourceText } from './source/source-text.ts';

/** The modules in a folder. */
function folderFinder(folder: string): ModuleFinder {
  const files = readdirSync(folder).filter((file) => file.endsWith('.tla'));
  return {
    find: (module) => (files.includes(`${module}.tla`) ? readSource(join(folder, `${module}.tla`)) : undefined),
    names: () => files.map((file) => basename(file, '.tla')),
  };
}

/** Line ends are those of Unix afterwards, so that columns do not depend on the machine. */
export function readSource(file: string): SourceText {
  return { file, text: readFileSync(file, 'utf8').replaceAll('\r\n', '\n') };
}

/** Throws a `SpecError` where a module is wrong, and what Node throws where a file cannot be read. */
export async function loadModule(file: string): Promise<LoadedSpec> {
  return loadGraph(await TlaParser.load(), readSource(file), folderFinder(dirname(file)));
}

/** The same, ready to be compiled; without `configFile` no constant has a value and nothing is asked. */
export async function loadProgram(file: string, configFile: string | null): Promise<Program> {
  const spec = await loadModule(file);
  if (configFile === null) return link(spec, emptyConfig, null);
  const source = readSource(configFile);
  return link(spec, parseConfig(source, spec.sources.length), source);
}
