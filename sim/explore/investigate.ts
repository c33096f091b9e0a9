/**
 * A failing seed, looked at: shrunk, and run once more with a recorder. Each further run must give the hash and the verdict of the
 * one before; one that does not makes the failure a case of nondeterminism, which matters more than what it first seemed to be.
 */
import type { Plan } from '../model/plan.ts';
import type { SeedResult } from '../model/seed-result.ts';
import type { Verdict } from '../model/verdict.ts';
import { judgedDifferently } from '../run/first-difference.ts';
import type { Recording, Shrunk, Target } from '../run/worker-protocol.ts';
import { WorkerLost, type WorkerPool } from './worker-pool.ts';

export interface Suspect {
  /** The scenario's URL. */
  readonly scenario: string;
  readonly mutant: string | null;
  readonly target: Target;
  /** Where known, what running it gave before. */
  readonly earlier: SeedResult | null;
}

export interface ShrinkLimits {
  readonly attemptsMax: number;
  readonly millisMax: number;
}

export interface Finding {
  readonly verdict: Verdict;
  readonly plan: Plan;
  readonly recording: Recording;
  /** Null when the failure is of a kind that is not shrunk. */
  readonly shrunk: Shrunk | null;
}

/** Null when the plan hangs its worker, so that nothing can be learned of it here. */
export async function investigate(pool: WorkerPool, suspect: Suspect, limits: ShrinkLimits): Promise<Finding | null> {
  const { scenario, mutant, target, earlier } = suspect;
  // What hung once would hang again, for as long as the watchdog is patient.
  if (earlier?.traceHash === '') return null;
  const paranoid = needsParanoia(earlier?.verdict ?? null);
  const same = { scenario, mutant, paranoid };
  try {
    const shrunk = isShrinkable(earlier) ? await pool.perform({ job: 'shrink', ...same, target, ...limits }) : null;
    const found: Target = shrunk === null ? target : { plan: shrunk.plan };
    const recording = await pool.perform({ job: 'record', ...same, target: found, untilStep: null });
    const mismatch =
      differs(earlier, shrunk?.from ?? recording.result) ??
      (shrunk === null ? undefined : judgedDifferently(shrunk.from.verdict, shrunk.result.verdict)) ??
      differs(shrunk?.result, recording.result);
    const unrepeatable = earlier?.verdict.kind === 'nondeterministic' ? earlier.verdict : mismatch;
    const verdict = unrepeatable ?? recording.result.verdict;
    return { verdict, plan: recording.plan, recording, shrunk };
  } catch (error) {
    if (error instanceof WorkerLost) return null;
    throw error;
  }
}

/**
 * Whether messages must be hashed at both ends for this verdict to show again. When nothing is known, they are: it changes
 * nothing else about a run.
 */
export function needsParanoia(verdict: Verdict | null): boolean {
  return verdict === null || verdict.property === 'H-MessageImmutable';
}

/** What was only seen in part, or differs from run to run, has nothing that shrinking could keep. */
function isShrinkable(earlier: SeedResult | null): boolean {
  const kind = earlier?.verdict.kind;
  return kind === undefined || kind === 'violation' || kind === 'stuck';
}

/** The verdict when two runs of one plan differ. */
function differs(first: SeedResult | null | undefined, second: SeedResult): Verdict | undefined {
  if (first === null || first === undefined) return undefined;
  if (first.traceHash === second.traceHash) return judgedDifferently(first.verdict, second.verdict);
  const message = `two runs of one plan differ: trace ${first.traceHash}, then ${second.traceHash}`;
  return { kind: 'nondeterministic', message };
}
