/**
 * Where scenarios are: those that ship, by name, in the folder beside `sim`, as TypeScript in the repository and as JavaScript in
 * the package; those of users, by path.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError } from '../model/input-error.ts';
import { unknownName } from '../model/nearest-name.ts';

export interface ScenarioFile {
  /** As the user names it: a shipped name, or a path. */
  readonly reference: string;
  readonly url: string;
  readonly ships: boolean;
}

const shippedFolder = new URL('../../scenarios/', import.meta.url);
const moduleEnding = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const pathLike = /[/\\]|\.(ts|mts|js|mjs|ya?ml)$/;

/** In the order of `list`: by name. */
export function shippedScenarios(): readonly ScenarioFile[] {
  return shippedIn(shippedFolder);
}

/** The small worlds among them, which `explore` enumerates. */
export function shippedWorlds(): readonly ScenarioFile[] {
  return shippedIn(new URL('worlds/', shippedFolder));
}

function shippedIn(folder: URL): readonly ScenarioFile[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => (file.endsWith(moduleEnding) && !file.endsWith('.d.ts')) || file.endsWith('.yaml'))
    .map((file) => ({ reference: file.replace(/\.[a-z]+$/, ''), url: new URL(file, folder).href, ships: true }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1));
}

export function findScenario(reference: string): ScenarioFile {
  return found(reference, 'scenario', [...shippedScenarios(), ...shippedWorlds()]);
}

/** The scenario of a capsule in `folder`; see {@link referenceFrom}. */
export function findScenarioFrom(folder: string, reference: string): ScenarioFile {
  if (!pathLike.test(reference)) return findScenario(reference);
  return scenarioAt(isAbsolute(reference) ? reference : join(folder, reference));
}

/** What a capsule in `folder` calls the scenario, so that it is found wherever the command is given. */
export function referenceFrom(folder: string, { reference, url, ships }: ScenarioFile): string {
  return ships ? reference : relative(folder, fileURLToPath(url));
}

/** What `run` is asked for. Each once, also when it is named twice. */
export function findScenarios(references: readonly string[]): readonly ScenarioFile[] {
  return eachOnce(references, 'scenario', shippedScenarios());
}

/** What `explore` is asked for. */
export function findWorlds(references: readonly string[]): readonly ScenarioFile[] {
  return eachOnce(references, 'small world', shippedWorlds());
}

function eachOnce(
  references: readonly string[],
  what: string,
  expected: readonly ScenarioFile[],
): readonly ScenarioFile[] {
  const byUrl = new Map<string, ScenarioFile>();
  for (const reference of references) {
    const file = found(reference, what, expected);
    if (!byUrl.has(file.url)) byUrl.set(file.url, file);
  }
  return [...byUrl.values()];
}

/** By path, or among all that ship; a name that is none of them is answered with those that are `expected`. */
function found(reference: string, what: string, expected: readonly ScenarioFile[]): ScenarioFile {
  if (pathLike.test(reference)) return scenarioAt(reference);
  const file = [...shippedScenarios(), ...shippedWorlds()].find((each) => each.reference === reference);
  if (file !== undefined) return file;
  const names = expected.map((each) => each.reference);
  throw new InputError(unknownName(what, reference, names));
}

function scenarioAt(path: string): ScenarioFile {
  if (!/\.(ts|mts|js|mjs|ya?ml)$/.test(path)) {
    throw new InputError(`${path}: a scenario is a .ts, .mts, .js, .mjs, .yaml or .yml file`);
  }
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new InputError(`${path}: no such file`);
  if (!stats.isFile()) throw new InputError(`${path}: not a file`);
  return { reference: path, url: pathToFileURL(resolve(path)).href, ships: false };
}
