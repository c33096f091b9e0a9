/** Exit codes: a contract with scripts and CI. */
import type { CampaignResult, ScenarioResult } from '../explore/scenario-result.ts';
import type { VerdictKind } from '../model/verdict.ts';

export const exitCodes = {
  pass: 0,
  violation: 1,
  usage: 2,
  stuck: 3,
  nondeterministic: 4,
  inconclusive: 5,
  vacuous: 6,
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The worst first: it wins. */
const worstFirst: readonly ExitCode[] = [70, 4, 1, 3, 6, 5, 0];

export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return worstFirst.find((code) => codes.includes(code)) ?? exitCodes.pass;
}

export function exitCodeOf(kind: VerdictKind): ExitCode {
  return kind === 'unavailable' ? exitCodes.pass : exitCodes[kind];
}

/** Of a recorded history. */
export function exitCodeOfCheck(verdict: 'ok' | 'illegal' | 'unknown'): ExitCode {
  if (verdict === 'ok') return exitCodes.pass;
  return verdict === 'illegal' ? exitCodes.violation : exitCodes.inconclusive;
}

/**
 * `seedsWanted` are those of each scenario. One of which no seed ran is inconclusive, unless there was none to run: a shard of fewer
 * seeds than there are shards may be empty.
 */
export function exitCodeOfCampaign({ scenarios }: CampaignResult, seedsWanted: number): ExitCode {
  if (seedsWanted === 0) return exitCodes.pass;
  return worstOf(scenarios.flatMap(exitCodesOfScenario));
}

function exitCodesOfScenario({ seeds, verdicts, vacuous }: ScenarioResult): readonly ExitCode[] {
  if (seeds === 0) return [exitCodes.inconclusive];
  const kinds = Object.keys(verdicts) as VerdictKind[];
  const codes = kinds.filter((kind) => verdicts[kind] > 0).map(exitCodeOf);
  return vacuous.length > 0 ? [...codes, exitCodes.vacuous] : codes;
}
