/** Scenarios with what they declare, which only a worker can know: the main thread loads no scenario. */
import { WorkerLost, type WorkerPool } from '../explore/worker-pool.ts';
import { InputError } from '../model/input-error.ts';
import type { ScenarioDescription } from '../run/worker-protocol.ts';
import { type ScenarioFile, shippedScenarios, shippedWorlds } from './scenario-files.ts';

export interface LoadedScenario {
  readonly file: ScenarioFile;
  readonly description: ScenarioDescription;
}

/** Rejects with an `InputError` when two have the same name, by which reports and capsules tell them apart. */
export async function loadScenarios(
  pool: WorkerPool,
  files: readonly ScenarioFile[],
): Promise<readonly LoadedScenario[]> {
  const loaded = await Promise.all(files.map((file) => load(pool, file)));
  const shipped = [...shippedScenarios(), ...shippedWorlds()];
  const owners = new Map(shipped.map(({ reference, url }) => [reference, { reference, url }]));
  for (const { file, description } of loaded) {
    const owner = owners.get(description.name);
    if (owner !== undefined && owner.url !== file.url) {
      const whose = owner.reference === description.name ? 'a scenario that ships' : owner.reference;
      throw new InputError(`${file.reference}: name: "${description.name}" is the name of ${whose}; choose another`);
    }
    owners.set(description.name, file);
  }
  return loaded;
}

async function load(pool: WorkerPool, file: ScenarioFile): Promise<LoadedScenario> {
  try {
    return { file, description: await pool.perform({ job: 'describe', scenario: file.url }) };
  } catch (error) {
    if (error instanceof WorkerLost) throw new InputError(`${file.reference}: could not be loaded: ${error.message}`);
    throw error;
  }
}
