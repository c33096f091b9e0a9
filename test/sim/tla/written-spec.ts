/** Specs that stand in a test: modules by name, the last one is the root. */
import { parseConfig } from '../../../sim/tla/config/parse-config.ts';
import { emptyConfig } from '../../../sim/tla/config/config.ts';
import type { Module, ModuleDefinition } from '../../../sim/tla/ir/module-graph.ts';
import type { Program, ProgramDefinition } from '../../../sim/tla/ir/program.ts';
import { link } from '../../../sim/tla/link/link.ts';
import { TlaParser } from '../../../sim/tla/parse/tla-parser.ts';
import { type LoadedSpec, loadGraph } from '../../../sim/tla/resolve/load-graph.ts';
import { SpecError } from '../../../sim/tla/source/spec-error.ts';

const parser = await TlaParser.load();

/** A module around these lines, the first of which is line 2. */
export function moduleText(name: string, body: string): string {
  return `---- MODULE ${name} ----\n${body}\n====\n`;
}

export function specOf(modules: Readonly<Record<string, string>>): LoadedSpec {
  const texts = new Map(Object.entries(modules).map(([name, body]) => [name, moduleText(name, body)]));
  const root = [...texts.keys()].at(-1) as string;
  const sourceOf = (name: string): { file: string; text: string } | undefined => {
    const text = texts.get(name);
    return text === undefined ? undefined : { file: `${name}.tla`, text };
  };
  const source = sourceOf(root) as { file: string; text: string };
  return loadGraph(parser, source, { find: sourceOf, names: () => [...texts.keys()] });
}

export function programOf(modules: Readonly<Record<string, string>>, config?: string): Program {
  const spec = specOf(modules);
  if (config === undefined) return link(spec, emptyConfig, null);
  const source = { file: 'M.cfg', text: config };
  return link(spec, parseConfig(source, spec.sources.length), source);
}

export function definitionNamed(program: Program, name: string): ProgramDefinition {
  const found = program.definitions.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`the program has no ${name}`);
  return found;
}

/** What the root module defines last. */
export function lastDefinition({ graph }: LoadedSpec): ModuleDefinition {
  const root = graph.modules.at(-1) as Module;
  return root.units.at(-1) as ModuleDefinition;
}

/** The message and the excerpt of the SpecError that `act` throws. */
export function problemOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SpecError) return `${error.message}\n${error.excerpt}`;
    throw error;
  }
  return 'nothing is wrong';
}

/** Only the message. */
export function messageOf(act: () => unknown): string {
  return problemOf(act).split('\n', 1)[0] as string;
}

/** Without spans, so that it can be compared. */
export function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'span' ? undefined : each)));
}
