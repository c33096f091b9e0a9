/** Where specs and their models are: files of the user, or those that ship. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../model/input-error.ts';

/** Of a file, or of the name of a module in this folder, in ./specs, or among the specs that ship. */
export function moduleFile(name: string): string {
  const shipped = fileURLToPath(new URL('../../specs/', import.meta.url));
  const installed = fileURLToPath(new URL('../../../specs/', import.meta.url));
  const candidates = name.endsWith('.tla')
    ? [name]
    : [`${name}.tla`, join('specs', `${name}.tla`), join(shipped, `${name}.tla`), join(installed, `${name}.tla`)];
  const file = candidates.find((candidate) => existsSync(candidate));
  if (file === undefined && name.endsWith('.cfg'))
    throw new InputError(`${name} is a model, not a spec: give the spec that it is a model of, and --config ${name}`);
  if (file === undefined && isFolder(name)) throw new InputError(`${name} is a folder: give one spec${specsIn(name)}`);
  if (file === undefined) throw new InputError(`there is no spec ${name}: looked for ${candidates.join(', ')}`);
  return file;
}

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;

/** `, such as specs/FlashUnit.tla`; nothing if there is none. */
function specsIn(folder: string): string {
  const first = readdirSync(folder)
    .filter((name) => name.endsWith('.tla'))
    .sort()[0];
  return first === undefined ? '; there is none in it' : `, such as ${join(folder, first)}`;
}

/** Null where there is none: a module of assumptions needs no model. */
export function configOf(file: string, wanted: string | undefined): string | null {
  if (wanted !== undefined) {
    const beside = join(dirname(file), wanted);
    const found = [wanted, beside].find((candidate) => existsSync(candidate));
    if (found === undefined) throw new InputError(`there is no ${wanted}, neither here nor beside ${file}`);
    return found;
  }
  const module = basename(file, '.tla');
  const candidates = [`${module}.cfg`, `MC_${module}.cfg`].map((candidate) => join(dirname(file), candidate));
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}
