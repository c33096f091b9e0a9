/**
 * The folder for capsules and reports. It is tried before a campaign starts, since nobody wants to learn after an hour that the
 * counterexample could not be saved. Files appear whole or not at all.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, messageOf } from '../model/input-error.ts';

/** Throws an `InputError` when nothing can be written to `folder`, which it makes if need be. */
export function assertWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `.corfuzz-${process.pid}`);
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (error) {
    throw new InputError(`cannot write to the output folder ${folder}: ${messageOf(error)}`);
  }
}

/** Writes `folder/name` by way of a temporary file, and returns its path. */
export function writeWhole(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  const temporary = `${path}.${process.pid}.tmp`;
  mkdirSync(folder, { recursive: true });
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
