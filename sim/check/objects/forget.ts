/**
 * What is left of a history when all but a few of its operations are forgotten: those may have happened at any time, with the answers
 * that they gave, or never. What is contradictory even so is contradictory because of the few.
 */
import { type AnyOperation, type Applied, type Feature, type Model, anything } from './model.ts';

/**
 * Which of the forgotten operations are considered: all that can have changed the object, or only those that bring what others need,
 * which are few.
 */
export type Considered = 'all' | 'bringers';

/** The few at the ascending indices `kept`, and behind them the others: they return at infinity. */
export function forgetAllBut(
  model: Model<unknown, AnyOperation>,
  history: readonly AnyOperation[],
  kept: readonly number[],
  considered: Considered,
): { readonly history: AnyOperation[]; readonly indices: number[] } {
  const isKept = new Set(kept);
  const few = kept.map((index) => history[index]!);
  const changers = [...history.keys()].filter((index) => {
    const operation = history[index]!;
    return !isKept.has(index) && operation.outcome !== 'fail' && model.isRead?.(operation) !== true;
  });
  const forgotten = considered === 'all' ? changers : bringersOf(model, history, few, changers);
  for (const index of forgotten) {
    const operation = { ...history[index]!, call: -Infinity };
    if (operation.outcome === 'ok') Object.assign(operation, { return: Infinity });
    few.push(operation);
  }
  return { history: few, indices: [...kept, ...forgotten] };
}

/** Of the changers those that bring what the few need, or what those need. */
function bringersOf(
  { foresight }: Model<unknown, AnyOperation>,
  history: readonly AnyOperation[],
  few: readonly AnyOperation[],
  changers: readonly number[],
): readonly number[] {
  // Of a model that cannot list features, nobody knows who brings them.
  if (foresight?.features === undefined) return changers;
  const needed = new Set<Feature>();
  const need = (operation: AnyOperation): void => {
    for (const feature of foresight.needs(operation as Applied<AnyOperation>)) needed.add(feature);
  };
  few.forEach(need);
  const taken = new Set<number>();
  for (let before = -1; taken.size > before;) {
    before = taken.size;
    for (const index of changers) {
      const brought = foresight.brings(history[index] as Applied<AnyOperation>);
      const isNeeded = Array.isArray(brought) ? brought.some((feature) => needed.has(feature)) : brought === anything;
      if (taken.has(index) || !isNeeded) continue;
      taken.add(index);
      need(history[index]!);
    }
  }
  return changers.filter((index) => taken.has(index));
}
