/**
 * A module with everything that it depends on: found, parsed, resolved and checked. Modules come from the folder of the
 * one that was asked for, then from those that ship with us. What may go wrong, beside what is wrong in the modules:
 * one is not found, its file holds another, or modules depend on each other in a circle.
 */
import { createHash } from 'node:crypto';
import { type ModuleGraph, formatVersion } from '../ir/module-graph.ts';
import type { Span } from '../ir/span.ts';
import type { StandardModule } from '../modules/standard-module.ts';
import { standardModules } from '../modules/standard-modules.ts';
import type { WrittenModule, WrittenUnit } from '../parse/parsed-module.ts';
import type { TlaParser } from '../parse/tla-parser.ts';
import { partsOf } from '../ir/visit.ts';
import type { WrittenArgument } from '../parse/parsed-module.ts';
import { suggestion } from '../source/nearest-name.ts';
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import type { ResolvedModule } from './entity.ts';
import { LevelChecker } from './level-checker.ts';
import { resolveModule } from './module-resolver.ts';

/** Where modules are looked for by name before those that ship with us. */
export interface ModuleFinder {
  find: (module: string) => SourceText | undefined;
  /** For suggestions. */
  names: () => readonly string[];
}

export interface LoadedSpec {
  readonly graph: ModuleGraph;
  /** In the order of the graph's sources. */
  readonly sources: readonly SourceText[];
  readonly root: ResolvedModule;
  /** All of the graph, by name; those within modules aside. */
  readonly modules: ReadonlyMap<string, ResolvedModule>;
}

export function loadGraph(parser: TlaParser, root: SourceText, finder: ModuleFinder): LoadedSpec {
  return new Loader(parser, finder).load(root);
}

class Loader {
  readonly #parser: TlaParser;
  readonly #finder: ModuleFinder;
  readonly #sources: SourceText[] = [];
  /** A Map keeps the order in which modules were resolved: dependencies first. */
  readonly #resolved = new Map<string, ResolvedModule>();
  readonly #underWay: string[] = [];
  readonly #levels: LevelChecker;

  constructor(parser: TlaParser, finder: ModuleFinder) {
    this.#parser = parser;
    this.#finder = finder;
    this.#levels = new LevelChecker(this.#sources);
  }

  load(source: SourceText): LoadedSpec {
    const name = /([^/\\]*?)(?:\.tla)?$/.exec(source.file)?.[1] as string;
    const root = this.#resolveFile(name, source, undefined);
    const hash = createHash('sha256');
    for (const { text } of this.#sources) hash.update(text).update('\0');
    const graph: ModuleGraph = {
      version: formatVersion,
      root: root.module.name,
      sources: this.#sources.map(({ file }) => ({ file })),
      modules: [...this.#resolved.values()].map(({ module }) => module),
      contentHash: hash.digest('hex'),
    };
    return { graph, sources: this.#sources, root, modules: this.#resolved };
  }

  #moduleNamed(name: string, span: Span): ResolvedModule {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    if (this.#underWay.includes(name)) {
      throw this.#error(`modules depend on each other: ${[...this.#underWay, name].join(', ')}`, span);
    }
    const standard = standardModules.get(name);
    // What only the evaluator can implement comes from us, whatever file has its name.
    const found = standard?.text === null ? undefined : this.#finder.find(name);
    if (found !== undefined) return this.#resolveFile(name, found, undefined);
    if (standard !== undefined) return this.#resolveStandard(standard);
    const hint = suggestion(name, [...this.#finder.names(), ...standardModules.keys()]);
    throw this.#error(`module ${name} was not found beside the spec, nor does it ship with us${hint}`, span);
  }

  #resolveStandard(standard: StandardModule): ResolvedModule {
    const { name, text } = standard;
    const extended = standard.extends ?? [];
    const written = `---- MODULE ${name} ----\n${extended.length > 0 ? `EXTENDS ${extended.join(', ')}\n` : ''}====\n`;
    return this.#resolveFile(name, { file: `<${name}>`, text: text?.trimStart() ?? written }, standard);
  }

  #resolveFile(name: string, source: SourceText, standard: StandardModule | undefined): ResolvedModule {
    const index = this.#sources.push(source) - 1;
    const modules = this.#parser.parse(source, index);
    const written = modules.find((module) => module.name === name);
    if (written === undefined) {
      const [first] = modules as [WrittenModule];
      throw this.#error(`the file of module ${name} holds module ${first.name}`, first.span);
    }
    this.#underWay.push(name);
    for (const dependency of dependenciesOf(written)) this.#moduleNamed(dependency.name, dependency.span);
    const resolved = resolveModule(written, {
      sources: this.#sources,
      moduleNamed: (wanted, span) => this.#moduleNamed(wanted, span),
      standard,
    });
    this.#underWay.pop();
    const module = this.#levels.check(resolved.module);
    const checked = { ...resolved, module };
    this.#resolved.set(name, checked);
    return checked;
  }

  #error(problem: string, span: Span): SpecError {
    return new SpecError(problem, this.#sources[span[0]] as SourceText, span);
  }
}

interface Dependency {
  readonly name: string;
  readonly span: Span;
}

/** Modules named by EXTENDS and INSTANCE, but for those within the module. */
function dependenciesOf(module: WrittenModule): readonly Dependency[] {
  const within = new Set(nestedOf(module).map(({ name }) => name));
  const named = [module, ...nestedOf(module)].flatMap((each) => [
    ...each.extends,
    ...each.units.flatMap((unit) => {
      if (unit.kind === 'instance') return [{ name: unit.module, span: unit.span }];
      return expressionsOf(unit).flatMap(instancesIn);
    }),
  ]);
  return named.filter(({ name }) => !within.has(name));
}

function nestedOf(module: WrittenModule): readonly WrittenModule[] {
  return module.units.flatMap((unit) => (unit.kind === 'module' ? [unit.module, ...nestedOf(unit.module)] : []));
}

function expressionsOf(unit: WrittenUnit): readonly WrittenArgument[] {
  if (unit.kind === 'definition' || unit.kind === 'assumption') return [unit.body];
  return unit.kind === 'theorem' && unit.statement !== null ? [unit.statement] : [];
}

function instancesIn(node: WrittenArgument): readonly Dependency[] {
  const below = partsOf(node).flatMap(instancesIn);
  if (node.kind !== 'letInstance') return below;
  return [{ name: node.instance.module, span: node.instance.span }, ...below];
}
