/** Checking specs: those in the folder beside, and those written in a test. */
import { fileURLToPath } from 'node:url';
import { type CheckOptions, check } from '../../../../sim/tla/checker/check.ts';
import type { CheckResult } from '../../../../sim/tla/checker/result.ts';
import { closedWorld } from '../../../../sim/tla/compile/machine.ts';
import { loadProgram } from '../../../../sim/tla/load-spec.ts';
import { programOf } from '../written-spec.ts';

export async function checkFile(module: string, config: string): Promise<CheckResult> {
  const folder = fileURLToPath(new URL('specs/', import.meta.url));
  return check(await loadProgram(`${folder}${module}.tla`, `${folder}${config}.cfg`), closedWorld);
}

export function checkText(body: string, config: string, options: CheckOptions = {}): CheckResult {
  return check(programOf({ M: body }, config), closedWorld, options);
}

export function checkModules(modules: Readonly<Record<string, string>>, config: string): CheckResult {
  return check(programOf(modules, config), closedWorld);
}

/** The counts, in the order in which TLC prints them. */
export function countsOf({ generated, distinct, depth }: CheckResult): readonly [number, number, number] {
  return [generated, distinct, depth];
}

/** A trace as one line per state: the action, and what changed. */
export function traceLines({ trace }: CheckResult): readonly string[] {
  return trace.map(({ action, variables }) => {
    const changes = variables.filter(({ changed }) => changed).map(({ name, text }) => `${name} = ${text}`);
    const given = action?.parameters.map(({ name, text }) => `${name} = ${text}`).join(', ') ?? '';
    const call = action === null ? '' : `${action.name}(${given}): `;
    return `${call}${changes.join(', ')}`;
  });
}
