/**
 * The few moments that explain a violation. Of its causal past, what names the positions of the operations that the verdict
 * names comes first, with the faults and crashes; then what is near the end.
 */
import type { LogHistory, LogOperation } from '../../model/history.ts';
import type { RecordedFact } from '../../model/recorded-fact.ts';
import type { Verdict } from '../../model/verdict.ts';
import { causalPast } from './causal-past.ts';
import { type Moment, momentsOf } from './moment.ts';

/** With the header, 5 to 15 lines. */
const momentsMin = 4;
const momentsMax = 14;

/** What weighs less is shown only when there is little else. */
const weightMin = 6;

export interface Violated {
  readonly verdict: Verdict;
  readonly history: LogHistory;
  readonly facts: readonly RecordedFact[];
}

export function chooseMoments({ verdict, history, facts }: Violated): readonly Moment[] {
  const end = verdict.step ?? Infinity;
  const until = facts.filter(({ step }) => step <= end);
  const named = (verdict.operations ?? []).flatMap((index) => history[index] ?? []);
  const steps = new Set(named.flatMap((operation) => [operation.call, operation.return ?? -1]));
  const past = causalPast(until, targetsOf(until, verdict, steps));
  const moments = momentsOf(until);
  const positions = positionsOf(verdict, named, moments);
  const weighed = moments.map((moment) => ({
    moment,
    weight: weightOf(moment, past[moment.place] === true, positions, steps, verdict),
  }));
  weighed.sort((a, b) => b.weight - a.weight || b.moment.place - a.moment.place);
  const enough = Math.max(weighed.findLastIndex(({ weight }) => weight >= weightMin) + 1, momentsMin);
  return weighed
    .slice(0, Math.min(enough, momentsMax))
    .map(({ moment }) => moment)
    .sort((a, b) => a.place - b.place);
}

/** The last thing that the violating node did, and the ends of the operations; the whole run when the verdict names neither. */
function targetsOf(facts: readonly RecordedFact[], verdict: Verdict, steps: ReadonlySet<number>): readonly number[] {
  const targets: number[] = [];
  facts.forEach(({ step, fact }, place) => {
    const operation = fact.fact === 'invoked' || fact.fact === 'responded';
    if (operation && steps.has(step)) targets.push(place);
  });
  const last = facts.findLastIndex(({ fact }) => fact.node === verdict.node);
  if (last >= 0) targets.push(last);
  return targets.length > 0 ? targets : facts.map((_, place) => place);
}

/**
 * The positions that the violation is about: those of its operations and those its sentence speaks of, or else those named in the
 * event that broke it.
 */
function positionsOf(
  verdict: Verdict,
  named: readonly LogOperation[],
  moments: readonly Moment[],
): ReadonlySet<number> {
  const positions = new Set<number>();
  for (const operation of named) {
    if ('pos' in operation) positions.add(operation.pos);
    if ('outPos' in operation && operation.outPos !== undefined) positions.add(operation.outPos);
  }
  for (const [, position] of (verdict.message ?? '').matchAll(/\bposition (\d+)/g)) positions.add(Number(position));
  if (positions.size > 0) return positions;
  const last = moments.filter(({ step }) => step === verdict.step);
  return new Set(last.flatMap((moment) => moment.positions));
}

/** A claim tells of a step taken, a message only asks for one. */
const kindWeights: Readonly<Record<Moment['kind'], number>> = {
  fault: 8,
  process: 8,
  operation: 3,
  claim: 3,
  lost: 2,
  message: 1,
};

/**
 * A violation is often a matter between nodes that never spoke, so what concerns its positions counts in and out of the causal
 * past; what was lost is in no past; anything else counts only there.
 */
function weightOf(
  moment: Moment,
  inPast: boolean,
  positions: ReadonlySet<number>,
  steps: ReadonlySet<number>,
  verdict: Verdict,
): number {
  let weight = kindWeights[moment.kind];
  if (inPast) weight += 2;
  if (moment.positions.some((position) => positions.has(position))) weight += 6;
  if (moment.kind === 'operation' && steps.has(moment.step)) weight += 10;
  if (moment.step === verdict.step && moment.node === verdict.node) weight += 10;
  return weight;
}
