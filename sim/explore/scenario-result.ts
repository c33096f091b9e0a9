/** What a campaign came to, in the shape that `run --reporter json` prints and scripts depend on. */
import type { VerdictKind } from '../model/verdict.ts';
import type { StateCount } from '../refine/count-states.ts';
import type { ScenarioDescription } from '../run/worker-protocol.ts';
import type { Tally, VerdictCounts } from './tally.ts';
import { vacuity } from './vacuity.ts';

export interface Failure {
  readonly seed: number;
  readonly verdict: VerdictKind;
  readonly property: string | null;
  readonly message: string;
  /** The command that runs it again. */
  readonly replay: string;
  /** The path of its capsule, if one was written. */
  readonly capsule: string | null;
}

/** A seed that could not go on, with the proof in words. */
export interface UnavailableSeed {
  readonly seed: number;
  readonly message: string;
  readonly proof: readonly string[];
}

export interface ScenarioResult {
  readonly name: string;
  readonly seeds: number;
  readonly events: number;
  readonly operations: number;
  readonly virtualMs: number;
  /** Time spent running seeds, summed over workers. The only number that differs between two machines. */
  readonly wallMs: number;
  readonly verdicts: VerdictCounts;
  readonly failures: readonly Failure[];
  /** The first of the unavailable seeds; how many there are say the verdicts. */
  readonly unavailable: readonly UnavailableSeed[];
  /** Every mark the scenario declares, and others that were reached. */
  readonly sometimes: Readonly<Record<string, number>>;
  /** Every fault kind the scenario allows. */
  readonly faults: Readonly<Record<string, number>>;
  readonly traceHash: string;
  /** Why the passes mean nothing, if they do not. */
  readonly vacuous: readonly string[];
}

export interface CampaignResult {
  /** Of corfuzz. */
  readonly version: string;
  readonly scenarios: readonly ScenarioResult[];
  /** Only where it was asked for. */
  readonly specStates?: readonly StateCount[];
}

/**
 * `failures` are those of the tally, in its order; one that did not repeat when it was looked at again counts as what it became.
 * Passes of a vacuous campaign are counted as `vacuous`: what they claim was not tried.
 */
export function resultOf(
  description: ScenarioDescription,
  tally: Tally,
  requireSometimes: boolean,
  failures: readonly Failure[],
): ScenarioResult {
  const vacuous = vacuity(description, tally, requireSometimes);
  const verdicts = { ...tally.verdicts };
  tally.failures.forEach(({ verdict }, i) => {
    verdicts[verdict.kind] -= 1;
    verdicts[failures[i]?.verdict ?? verdict.kind] += 1;
  });
  if (vacuous.length > 0) {
    verdicts.vacuous += verdicts.pass;
    verdicts.pass = 0;
  }
  return {
    name: description.name,
    seeds: tally.seeds,
    events: tally.events,
    operations: tally.operations,
    virtualMs: Math.round(tally.virtualMicros / 1000),
    wallMs: Math.round(tally.wallMicros / 1000),
    verdicts,
    failures,
    unavailable: tally.unavailable.map(({ seed, verdict: { message = '', explanation = [] } }) => ({
      seed,
      message,
      proof: explanation,
    })),
    sometimes: countsOf(description.sometimes, tally.marks),
    faults: countsOf(description.faults, tally.fired),
    traceHash: tally.traceHash(),
    vacuous,
  };
}

function countsOf(declared: readonly string[], counts: ReadonlyMap<string, number>): Record<string, number> {
  const names = new Set([...declared, ...counts.keys()]);
  return Object.fromEntries([...names].sort().map((name) => [name, counts.get(name) ?? 0]));
}
