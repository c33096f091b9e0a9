/**
 * The specs that runs are held against, read and linked once per thread, before the first run: reading is asynchronous, and a run is not.
 * What may go wrong: the specs are not there, or were changed so that a slice's module no longer fits them; then loading rejects, and
 * nothing runs unchecked.
 */
import { parseConfig } from '../tla/config/parse-config.ts';
import type { Program } from '../tla/ir/program.ts';
import { link } from '../tla/link/link.ts';
import { loadPrepared, prepareSpecs } from '../tla/prepared-specs.ts';
import type { LoadedSpec } from '../tla/resolve/load-graph.ts';
import { chainSlice } from './chain-slice.ts';
import { HeldProgram } from './held-program.ts';
import { paxosSlice } from './paxos-slice.ts';
import { reconfigSlice } from './reconfig-slice.ts';
import type { CountedSlice, CountedSpec, SliceModule } from './slice-module.ts';
import { flawedUnitSlice, unitSlice } from './unit-slice.ts';

export interface Bindings {
  readonly flashUnit: HeldProgram;
  /** The same with a mistake of the spec planted, for runs of that mistake. */
  readonly flawedFlashUnit: (bug: string) => HeldProgram;
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

/** Of any size: that is in the constants, and not in the text. */
const slices = [unitSlice, chainSlice(1), reconfigSlice(1), paxosSlice(1)].map(({ name, text }) => ({
  file: `${name}.tla`,
  text,
}));

/** Beside `sim`, in the repository as in the built package. */
const specFolder = decodeURIComponent(new URL('../../specs/', import.meta.url).pathname);
const preparedFolder = `${specFolder}prepared`;

let loaded: Promise<Bindings> | undefined;

/** The same for everybody on this thread. Rejects with a `SpecError`, or with what Node throws for a file that is missing. */
export function loadBindings(): Promise<Bindings> {
  loaded ??= load();
  return loaded;
}

/** For the build, which saves every worker the parsing: `folder` is the built package's `specs/prepared`. */
export function prepareBindings(folder: string): Promise<void> {
  return prepareSpecs(slices, specFolder, folder);
}

async function load(): Promise<Bindings> {
  const [unit, chain, reconfig, paxos] = (await loadPrepared(slices, specFolder, preparedFolder)) as readonly [
    LoadedSpec,
    LoadedSpec,
    LoadedSpec,
    LoadedSpec,
  ];
  const flashUnit = programOf(unit, unitSlice);
  const chains = new Map<number, HeldProgram>();
  return {
    flashUnit,
    flawedFlashUnit: (bug) => programOf(unit, flawedUnitSlice(bug)),
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

function programOf(spec: LoadedSpec, { name, config, counted }: SliceModule): HeldProgram {
  return new HeldProgram(linked(spec, name, config), counted ?? null);
}

function linked(spec: LoadedSpec, name: string, config: string): Program {
  const source = { file: `${name}.cfg`, text: config };
  return link(spec, parseConfig(source, spec.sources.length), source);
}
