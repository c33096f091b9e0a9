/**
 * What is left of a history when all but a few of its operations are forgotten: those may have happened at any time, or never. What is
 * contradictory even so is contradictory because of the few.
 */
import type { AnyOperation, Applied, Model } from './model.ts';

/** The few at the ascending indices `kept`, and behind them the others that can have changed the object. */
export function forgetAllBut(
  model: Model<unknown, AnyOperation>,
  history: readonly AnyOperation[],
  kept: readonly number[],
): { readonly history: AnyOperation[]; readonly indices: number[] } {
  const isKept = new Set(kept);
  const few = kept.map((index) => history[index]!);
  const indices = [...kept];
  for (const [index, { client, input, outcome }] of history.entries()) {
    if (isKept.has(index) || outcome === 'fail') continue;
    const forgotten: Applied<AnyOperation> = { client, input, outcome: 'info', call: -Infinity };
    if (model.isRead?.(forgotten) === true) continue;
    few.push(forgotten);
    indices.push(index);
  }
  return { history: few, indices };
}
