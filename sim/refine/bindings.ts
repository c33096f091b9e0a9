/**
 * The specs that runs are held against, read and linked once per thread, before the first run: reading takes some tens of
 * milliseconds and is asynchronous, and a run is neither.
 *
 * The specs lie beside `sim`, in the repository as in the built package. What may go wrong: they are not there, or were changed so
 * that a slice's module no longer fits them; then loading rejects, and nothing runs unchecked.
 */
import { parseConfig } from '../tla/config/parse-config.ts';
import { link } from '../tla/link/link.ts';
import { readSource } from '../tla/load-spec.ts';
import { TlaParser } from '../tla/parse/tla-parser.ts';
import { type LoadedSpec, loadGraph, type ModuleFinder } from '../tla/resolve/load-graph.ts';
import { chainSlice } from './chain-slice.ts';
import { HeldProgram } from './held-program.ts';
import type { SliceModule } from './slice-module.ts';
import { unitSlice } from './unit-slice.ts';

export interface Bindings {
  readonly flashUnit: HeldProgram;
  /** For chains of this length. */
  chainLog(chainLength: number): HeldProgram;
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
  const unit = specOf(parser, unitSlice);
  const chain = specOf(parser, chainSlice(1));
  const chains = new Map<number, HeldProgram>();
  return {
    flashUnit: programOf(unit, unitSlice),
    // Linking reads no file, so it may happen in a run.
    chainLog(chainLength) {
      const known = chains.get(chainLength) ?? programOf(chain, chainSlice(chainLength));
      chains.set(chainLength, known);
      return known;
    },
  };
}

function specOf(parser: TlaParser, { name, text }: SliceModule): LoadedSpec {
  return loadGraph(parser, { file: `${name}.tla`, text }, shippedSpecs);
}

function programOf(spec: LoadedSpec, { name, config }: SliceModule): HeldProgram {
  const source = { file: `${name}.cfg`, text: config };
  return new HeldProgram(link(spec, parseConfig(source, spec.sources.length), source));
}
