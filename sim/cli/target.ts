/** What `replay` and `shrink` are pointed at: a capsule file, SCENARIO@SEED, or `last`. */
import { dirname } from 'node:path';
import { InputError } from '../model/input-error.ts';
import type { Capsule } from '../model/capsule.ts';
import type { SeedResult } from '../model/seed-result.ts';
import { nameOfVerdict, sameVerdict } from '../model/verdict.ts';
import type { Target } from '../run/worker-protocol.ts';
import { lastCapsule, readCapsule } from './capsules.ts';
import { parseSeed } from './parse.ts';
import { type ScenarioFile, findScenario, findScenarioFrom } from './scenario-files.ts';

export interface RunTarget {
  readonly scenario: ScenarioFile;
  readonly seed: number;
  readonly target: Target;
  readonly mutant: string | null;
  /** Null when a seed was named. */
  readonly capsule: Capsule | null;
}

/** `mutant` is what a flag asks for, over what the capsule says. */
export async function findTarget(text: string, folder: string, mutant: string | undefined): Promise<RunTarget> {
  if (text === 'last') return fromCapsule(lastCapsule(folder), mutant);
  if (text.endsWith('.json')) return fromCapsule(text, mutant);
  const at = text.lastIndexOf('@');
  if (at < 0) throw new InputError(`"${text}" is no target: expected a capsule file (.json), SCENARIO@SEED, or last`);
  const scenario = findScenario(text.slice(0, at));
  const seed = seedOf(text.slice(at + 1));
  return { scenario, seed, target: { seed }, mutant: mutant ?? null, capsule: null };
}

async function fromCapsule(path: string, mutant: string | undefined): Promise<RunTarget> {
  const capsule = await readCapsule(path);
  return {
    scenario: findScenarioFrom(dirname(path), capsule.scenario),
    seed: capsule.seed,
    target: { plan: capsule.plan },
    mutant: mutant ?? capsule.mutant,
    capsule,
  };
}

/** How a run differs from the one that its capsule was made from, in a few words; undefined when it does not. */
export function differenceFrom(capsule: Capsule, { traceHash, verdict }: SeedResult): string | undefined {
  const now = nameOfVerdict(verdict);
  if (traceHash !== capsule.traceHash) return `its trace was ${capsule.traceHash}, now it is ${traceHash} with ${now}`;
  if (sameVerdict(verdict, capsule.verdict)) return undefined;
  return `the trace is the same, but its verdict was ${nameOfVerdict(capsule.verdict)}, now it is ${now}`;
}

function seedOf(text: string): number {
  try {
    return parseSeed(text);
  } catch (error) {
    throw new InputError(`"${text}" is no seed. ${(error as Error).message}`);
  }
}
