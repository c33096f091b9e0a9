/**
 * Whether a campaign's passes mean anything. A system whose operations all fail violates nothing, and a fault that never fires
 * proves nothing. What a few seeds do is chance, so the share of successes counts from {@link seedsMin} seeds on, and a kind that
 * never fired once there were {@link seedsPerKind} seeds for each kind; below, what did not fire is reported and is no
 * failure. Marks count only when asked for, and then always. Seeds that end `unavailable` pass, but show little of what they were to
 * show; so most must, where the scenario is about that, and not where it is about something else.
 */
import type { ScenarioDescription } from '../run/worker-protocol.ts';
import type { Tally } from './tally.ts';

const seedsMin = 20;
const seedsPerKind = 20;

interface Unreached {
  readonly faults: readonly string[];
  readonly sometimes: readonly string[];
}

/** What the scenario declares and the campaign never saw. */
function unreached(description: ScenarioDescription, tally: Tally): Unreached {
  return {
    faults: description.faults.filter((kind) => !tally.fired.has(kind)),
    sometimes: description.sometimes.filter((mark) => !tally.marks.has(mark)),
  };
}

/** Why the campaign is vacuous, in sentences; none when it is not. */
export function vacuity(description: ScenarioDescription, tally: Tally, requireSometimes: boolean): readonly string[] {
  // Nothing that passed means nothing: a scenario of which no seed ran is inconclusive instead.
  if (tally.seeds === 0) return [];
  const reasons: string[] = [];
  const missing = unreached(description, tally);
  if (tally.seeds >= seedsMin) {
    const least = description.succeedsAtLeastPercent;
    if (tally.succeeded * 100 < least * tally.operations || tally.operations === 0) {
      const percent = tally.operations === 0 ? 0 : (tally.succeeded / tally.operations) * 100;
      reasons.push(`${percent.toFixed(1)} % of ${tally.operations} operations succeeded; at least ${least} % must`);
    }
    const { unavailable } = tally.verdicts;
    const are = `${unavailable} of ${tally.seeds} seeds are unavailable`;
    if (description.expectsUnavailable && 2 * unavailable < tally.seeds) reasons.push(`only ${are}; most should be`);
    if (!description.expectsUnavailable && 2 * unavailable > tally.seeds)
      reasons.push(`${are}, which the scenario does not expect`);
  }
  const enough = Math.max(seedsMin, seedsPerKind * description.faults.length);
  if (tally.seeds >= enough && missing.faults.length > 0) reasons.push(`never fired: ${missing.faults.join(', ')}`);
  if (requireSometimes && missing.sometimes.length > 0) reasons.push(`never reached: ${missing.sometimes.join('; ')}`);
  return reasons;
}
