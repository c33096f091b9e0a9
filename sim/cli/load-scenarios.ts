/** Scenarios with what they declare, which only a worker can know: the main thread loads no scenario. */
import { WorkerLost, type WorkerPool } from '../explore/worker-pool.ts';
import { InputError } from '../model/input-error.ts';
import type { ScenarioDescription } from '../run/worker-protocol.ts';
import type { ScenarioFile } from './scenario-files.ts';

export interface LoadedScenario {
  readonly file: ScenarioFile;
  readonly description: ScenarioDescription;
}

export function loadScenarios(pool: WorkerPool, files: readonly ScenarioFile[]): Promise<readonly LoadedScenario[]> {
  return Promise.all(files.map((file) => load(pool, file)));
}

async function load(pool: WorkerPool, file: ScenarioFile): Promise<LoadedScenario> {
  try {
    return { file, description: await pool.perform({ job: 'describe', scenario: file.url }) };
  } catch (error) {
    if (error instanceof WorkerLost) throw new InputError(`${file.reference}: could not be loaded: ${error.message}`);
    throw error;
  }
}
