/**
 * Whether a campaign's passes mean anything. A system whose operations all fail violates nothing, and a fault that never fires
 * proves nothing. The shares and kinds of a few seeds are chance, so they count from {@link seedsMin} seeds on; below, what
 * did not fire is reported and is no failure. Marks count only when asked for, and then always.
 */
import type { ScenarioDescription } from '../run/worker-protocol.ts';
import type { Tally } from './tally.ts';

const seedsMin = 20;

export interface Unreached {
  readonly faults: readonly string[];
  readonly sometimes: readonly string[];
}

/** What the scenario declares and the campaign never saw. */
export function unreached(description: ScenarioDescription, tally: Tally): Unreached {
  return {
    faults: description.faults.filter((kind) => !tally.fired.has(kind)),
    sometimes: description.sometimes.filter((mark) => !tally.marks.has(mark)),
  };
}

/** Why the campaign is vacuous, in sentences; none when it is not. */
export function vacuity(description: ScenarioDescription, tally: Tally, requireSometimes: boolean): readonly string[] {
  const reasons: string[] = [];
  const missing = unreached(description, tally);
  if (tally.seeds >= seedsMin) {
    const least = description.succeedsAtLeastPercent;
    if (tally.succeeded * 100 < least * tally.operations || tally.operations === 0) {
      const percent = tally.operations === 0 ? 0 : (tally.succeeded / tally.operations) * 100;
      reasons.push(`${percent.toFixed(1)} % of ${tally.operations} operations succeeded; at least ${least} % must`);
    }
    for (const kind of missing.faults) reasons.push(`the fault ${kind} never fired`);
  }
  if (requireSometimes) for (const mark of missing.sometimes) reasons.push(`never reached: ${mark}`);
  return reasons;
}
