/**
 * Where scenarios are: those that ship, by name, in the folder beside `sim`, as TypeScript in the repository and as JavaScript in
 * the package; those of users, by path.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../model/input-error.ts';
import { unknownName } from '../model/nearest-name.ts';

export interface ScenarioFile {
  /** As the user names it: a shipped name, or a path. Capsules keep it. */
  readonly reference: string;
  readonly url: string;
}

const folder = new URL('../../scenarios/', import.meta.url);
const moduleEnding = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const pathLike = /[/\\]|\.(ts|mts|js|mjs|ya?ml)$/;

/** In the order of `list`: by name. */
export function shippedScenarios(): readonly ScenarioFile[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => (file.endsWith(moduleEnding) && !file.endsWith('.d.ts')) || file.endsWith('.yaml'))
    .map((file) => ({ reference: file.replace(/\.[a-z]+$/, ''), url: new URL(file, folder).href }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1));
}

export function findScenario(reference: string): ScenarioFile {
  if (pathLike.test(reference)) return scenarioAt(reference);
  const shipped = shippedScenarios();
  const found = shipped.find((each) => each.reference === reference);
  if (found !== undefined) return found;
  throw new InputError(
    unknownName(
      'scenario',
      reference,
      shipped.map((each) => each.reference),
    ),
  );
}

/** Each once, also when it is named twice. */
export function findScenarios(references: readonly string[]): readonly ScenarioFile[] {
  const byUrl = new Map<string, ScenarioFile>();
  for (const file of references.map(findScenario)) if (!byUrl.has(file.url)) byUrl.set(file.url, file);
  return [...byUrl.values()];
}

function scenarioAt(path: string): ScenarioFile {
  if (!/\.(ts|mts|js|mjs|ya?ml)$/.test(path)) {
    throw new InputError(`${path}: a scenario is a .ts, .mts, .js, .mjs, .yaml or .yml file`);
  }
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new InputError(`${path}: no such file`);
  if (!stats.isFile()) throw new InputError(`${path}: not a file`);
  return { reference: path, url: pathToFileURL(resolve(path)).href };
}
