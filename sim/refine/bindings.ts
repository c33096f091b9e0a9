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
import { type LoadedSpec, loadGraph, type ModuleFinder } from '../tla/resolve/load-graph.ts';
import { chainSlice } from './chain-slice.ts';
import { HeldProgram } from './held-program.ts';
import { paxosSlice } from './paxos-slice.ts';
import { reconfigSlice } from './reconfig-slice.ts';
import type { CountedSlice, CountedSpec, SliceModule } from './slice-module.ts';
import { unitSlice } from './unit-slice.ts';

export interface Bindings {
  readonly flashUnit: HeldProgram;
  /** For chains of this length. */
  readonly chainLog: (chainLength: number) => HeldProgram;
  /** The same with a mistake of the spec planted, for runs of that mistake. */
  readonly flawedChainLog: (chainLength: number, bug: string) => HeldProgram;
  /** For so many units. */
  readonly reconfig: (unitCount: number) => HeldProgram;
  /** For so many layout servers. */
  readonly layoutPaxos: (acceptorCount: number) => HeldProgram;
  /** Those whose states are counted, as far as they were asked for. */
  readonly counted: () => readonly HeldProgram[];
  /** A model with all states of such a slice. */
  readonly model: (spec: CountedSpec, size: number) => CountedModel;
}

export interface CountedModel {
  readonly program: Program;
  readonly textOf: CountedSlice['textOf'];
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
  const reconfig = specOf(parser, reconfigSlice(1));
  const paxos = specOf(parser, paxosSlice(1));
  const flashUnit = programOf(unit, unitSlice);
  const chains = new Map<number, HeldProgram>();
  return {
    flashUnit,
    chainLog: bySize((chainLength) => programOf(chain, chainSlice(chainLength)), chains),
    counted: () => [flashUnit, ...chains.values()],
    model(spec, size) {
      const [loadedSpec, slice] = spec === 'FlashUnit' ? [unit, unitSlice] : [chain, chainSlice(size)];
      const { name, counted } = slice;
      if (counted === undefined) throw new Error(`the states of ${name} are not counted`);
      return { program: linked(loadedSpec, name, counted.model), textOf: counted.textOf };
    },
    flawedChainLog: (chainLength, bug) => programOf(chain, chainSlice(chainLength, bug)),
    reconfig: bySize((unitCount) => programOf(reconfig, reconfigSlice(unitCount))),
    layoutPaxos: bySize((acceptorCount) => programOf(paxos, paxosSlice(acceptorCount))),
  };
}

/** Linking reads no file, so it may happen in a run. */
function bySize(
  programFor: (size: number) => HeldProgram,
  programs = new Map<number, HeldProgram>(),
): (size: number) => HeldProgram {
  return (size) => {
    const known = programs.get(size) ?? programFor(size);
    programs.set(size, known);
    return known;
  };
}

function specOf(parser: TlaParser, { name, text }: SliceModule): LoadedSpec {
  return loadGraph(parser, { file: `${name}.tla`, text }, shippedSpecs);
}

function programOf(spec: LoadedSpec, { name, config, counted }: SliceModule): HeldProgram {
  return new HeldProgram(linked(spec, name, config), counted ?? null);
}

function linked(spec: LoadedSpec, name: string, config: string): Program {
  const source = { file: `${name}.cfg`, text: config };
  return link(spec, parseConfig(source, spec.sources.length), source);
}
