/**
 * The folder for capsules and reports. It is tried before a campaign starts, since nobody wants to learn after an hour that the
 * counterexample could not be saved. Files appear whole or not at all.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, messageOf } from '../model/input-error.ts';

/** Throws an `InputError` when nothing can be written to `folder`, which it makes if need be. */
export function assertWritable(folder: string): void {
  try {
    makeFolder(folder);
    const probe = join(folder, `.corfuzz-${process.pid}`);
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (error) {
    throw new InputError(`cannot write to the output folder ${folder}: ${messageOf(error)}`);
  }
}

/** Makes a folder and its parents, one by one: where none can be made, as in /proc, Node would go on trying for ever. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Writes `folder/name` by way of a temporary file, and returns its path. */
export function writeWhole(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  const temporary = `${path}.${process.pid}.tmp`;
  makeFolder(folder);
  const file = openSync(temporary, 'w');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  return path;
}
