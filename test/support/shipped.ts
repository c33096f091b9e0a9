import { readdirSync } from 'node:fs';
import type { Scenario } from '../../sim/model/scenario.ts';

/** Every scenario that ships, in the order of `corfuzz list`. */
export async function shippedScenarios(): Promise<readonly Scenario[]> {
  const folder = new URL('../../scenarios/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
  return modules.map((module: { default: Scenario }) => module.default);
}
