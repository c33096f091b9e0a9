/**
 * What is left of a history when all but a few of its operations are forgotten: those may have happened at any time, with the answers
 * that they gave, or never. What is contradictory even so is contradictory because of the few.
 */
import type { AnyOperation, Model } from './model.ts';

/** The few at the ascending indices `kept`, and behind them the others that can have changed the object: they return at infinity. */
export function forgetAllBut(
  model: Model<unknown, AnyOperation>,
  history: readonly AnyOperation[],
  kept: readonly number[],
): { readonly history: AnyOperation[]; readonly indices: number[] } {
  const isKept = new Set(kept);
  const few = kept.map((index) => history[index]!);
  const indices = [...kept];
  for (const [index, operation] of history.entries()) {
    if (isKept.has(index) || operation.outcome === 'fail') continue;
    if (model.isRead?.(operation) === true) continue;
    const forgotten = { ...operation, call: -Infinity };
    if (forgotten.outcome === 'ok') Object.assign(forgotten, { return: Infinity });
    few.push(forgotten);
    indices.push(index);
  }
  return { history: few, indices };
}
