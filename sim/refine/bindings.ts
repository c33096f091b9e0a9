/**
 * The specs that runs are held against, read and linked once per thread, before the first run: reading takes some tens of
 * milliseconds and is asynchronous, and a run is neither.
 *
 * The specs lie beside `sim`, in the repository as in the built package. What may go wrong: they are not there, or were changed so
 * that a slice's module no longer fits them; then loading rejects, and nothing runs unchecked.
 */
import { parseConfig } from '../tla/config/parse-config.ts';
import type { Program } from '../tla/ir/program.ts';
import { link } from '../tla/link/link.ts';
import { readSource } from '../tla/load-spec.ts';
import { TlaParser } from '../tla/parse/tla-parser.ts';
import { loadGraph, type ModuleFinder } from '../tla/resolve/load-graph.ts';
import type { SliceModule } from './slice-module.ts';
import { unitSlice } from './unit-slice.ts';

export interface Bindings {
  readonly flashUnit: Program;
}

const folder = decodeURIComponent(new URL('../../specs/', import.meta.url).pathname);

const shippedSpecs: ModuleFinder = {
  find: (module) => readSource(`${folder}${module}.tla`),
  names: () => [],
};

let loaded: Promise<Bindings> | undefined;

/** The same for everybody on this thread. Rejects with a `SpecError`, or with what Node throws for a file that is missing. */
export function loadBindings(): Promise<Bindings> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Bindings> {
  const parser = await TlaParser.load();
  return { flashUnit: programOf(parser, unitSlice) };
}

function programOf(parser: TlaParser, { name, text, config }: SliceModule): Program {
  const spec = loadGraph(parser, { file: `${name}.tla`, text }, shippedSpecs);
  const source = { file: `${name}.cfg`, text: config };
  return link(spec, parseConfig(source, spec.sources.length), source);
}
