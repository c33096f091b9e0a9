/**
 * What can be seen without any search: an operation found what was not there from the start, and what nothing that was called before it
 * returned can have brought. A value read that nobody has written is the commonest of all bugs.
 */
import type { Problem } from './problem.ts';

/** The operation that returned first of those with an unmet need; -1 if there is none. */
export function unmetNeed({ model, kind, count, completedCount, call, return: returns, ...foreseen }: Problem): number {
  const { needs, brings, bringsAnything, features, featureIds } = foreseen;
  const { foresight } = model;
  if (foresight === undefined) return -1;
  /** By feature: the earliest time at which it can be there. */
  const since = new Float64Array(featureIds.size).fill(Infinity);
  let anythingSince = Infinity;
  const initial = model.init();
  const initially = foresight.features?.(initial) ?? features.filter((feature) => foresight.has?.(initial, feature));
  for (const feature of initially) {
    const id = featureIds.get(feature);
    if (id !== undefined) since[id] = -Infinity;
  }
  for (let op = 0; op < count; op += 1) {
    for (const feature of brings[kind[op]!]!) since[feature] = Math.min(since[feature]!, call[op]!);
    if (bringsAnything[kind[op]!] === 1) anythingSince = Math.min(anythingSince, call[op]!);
  }
  let unmet = -1;
  for (let op = 0; op < completedCount; op += 1) {
    if (anythingSince <= returns[op]! || (unmet !== -1 && returns[unmet]! <= returns[op]!)) continue;
    if (needs[kind[op]!]!.some((feature) => since[feature]! > returns[op]!)) unmet = op;
  }
  return unmet;
}
