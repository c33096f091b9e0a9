/**
 * The models of `specs/`: every .cfg file there, and the counts that were recorded for it. The name says what a file is, which module it is
 * for, and, of a planted mistake, which one: `MC_Loglet.cfg`, `MC_Loglet_big.cfg`, `Live_ChainLog.cfg`, `Bad_FlashUnit_P01.cfg`,
 * `Benign_TxOCC_B8.cfg`. The first line of a planted mistake says what must be found to be violated.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check } from '../../sim/tla/checker/check.ts';
import type { CheckResult } from '../../sim/tla/checker/result.ts';
import { closedWorld } from '../../sim/tla/compile/machine.ts';
import type { Program } from '../../sim/tla/ir/program.ts';
import { loadProgram } from '../../sim/tla/load-spec.ts';

const folder = new URL('../../specs/', import.meta.url);
export const countsFile = new URL('counts.json', folder);

export interface SpecModel {
  /** Of the .cfg file, without its ending. */
  readonly name: string;
  readonly module: string;
  readonly specFile: string;
  readonly configFile: string;
  readonly isBig: boolean;
  /** The invariant or property that a planted mistake breaks; `null` where everything holds. */
  readonly violates: string | null;
}

export interface RecordedCounts {
  /** Of the modules and the .cfg file: with another the counts say nothing. */
  readonly hash: string;
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
}

export function specModels(): readonly SpecModel[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.cfg'))
    .map((file) => {
      const name = file.slice(0, -'.cfg'.length);
      const [kind, module] = name.split('_') as [string, string];
      const configFile = fileURLToPath(new URL(file, folder));
      const violates = /: violates (\w+)\.$/m.exec(readFileSync(configFile, 'utf8'))?.[1] ?? null;
      if ((kind === 'Bad') !== (violates !== null)) throw new Error(`${file}: what must it violate?`);
      const specFile = fileURLToPath(new URL(`${module}.tla`, folder));
      return { name, module, specFile, configFile, isBig: name.endsWith('_big'), violates };
    });
}

export function recordedCounts(): Readonly<Record<string, RecordedCounts>> {
  return JSON.parse(readFileSync(countsFile, 'utf8')) as Record<string, RecordedCounts>;
}

export function programOf({ specFile, configFile }: SpecModel): Promise<Program> {
  return loadProgram(specFile, configFile);
}

export function checkProgram(program: Program): CheckResult {
  return check(program, closedWorld);
}

/** Of everything that people wrote; standard modules that ship with us have no file. */
export function hashOf({ sources }: Program): string {
  const hash = createHash('sha256');
  for (const { file, text } of sources) if (!file.startsWith('<')) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
}
