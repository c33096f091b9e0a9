/** Capsules as files: their names, writing them, and `last`, which remembers the one written last. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCapsule } from '../model/capsule-schema.ts';
import type { Capsule } from '../model/capsule.ts';
import { InputError, messageOf } from '../model/input-error.ts';
import { writeWhole } from './output-folder.ts';

const pointer = 'last';

/** Without ending: `lossy-17`, or `lossy-P09-17` when a bug was planted, so that it never overwrites a real failure. */
export function capsuleName(scenario: string, mutant: string | null, seed: number): string {
  return mutant === null ? `${scenario}-${seed}` : `${scenario}-${mutant}-${seed}`;
}

/** Returns its path. */
export function writeCapsule(folder: string, name: string, capsule: Capsule): string {
  const path = writeWhole(folder, `${name}.json`, `${JSON.stringify(capsule, null, 2)}\n`);
  writeWhole(folder, pointer, `${name}.json\n`);
  return path;
}

/** Rejects with an `InputError` when the file is no capsule, or its plan cannot be run. */
export async function readCapsule(path: string): Promise<Capsule> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read the capsule: ${messageOf(error)}`);
  }
  const capsule = parseCapsule(text, path);
  await assertFaults(capsule, path);
  return capsule;
}

/** The kinds of faults bring the whole stack with them, so they are loaded only when a capsule is read. */
async function assertFaults({ plan }: Capsule, path: string): Promise<void> {
  const { faultProblem } = await import('../faults/fault-problem.ts');
  const { topologyOf } = await import('../systems/corfu.ts');
  const topology = topologyOf(plan);
  for (const [i, fault] of plan.faults.entries()) {
    const problem = faultProblem(fault, topology);
    if (problem === undefined) continue;
    const parameter = problem.parameter === null ? '' : `.${problem.parameter}`;
    throw new InputError(`${path}: not a capsule: plan.faults[${i}]${parameter}: ${problem.message}`);
  }
}

/** The path of the capsule written last to `folder`. */
export function lastCapsule(folder: string): string {
  try {
    return join(folder, readFileSync(join(folder, pointer), 'utf8').trim());
  } catch {
    throw new InputError(`there is no last failure in ${folder}`);
  }
}
