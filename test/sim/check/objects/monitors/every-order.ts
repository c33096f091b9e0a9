/**
 * The oracle of the monitors: tries every order of the operations that respects their intervals, and every choice of which operations
 * of unknown outcome took effect. It knows an object only by its sequential model. Exponential; meant for at most eight operations.
 */
import type { AnyOperation, Applied, Model } from '../../../../../sim/check/objects/model.ts';
import { illegal } from '../../../../../sim/check/objects/model.ts';

const returnOf = (operation: AnyOperation): number => (operation.outcome === 'ok' ? operation.return : Infinity);

export const isLegal = <State, Op extends AnyOperation>(model: Model<State, Op>, history: readonly Op[]): boolean => {
  const operations = history.filter((operation) => operation.outcome !== 'fail');
  const dead = new Set<string>();
  const search = (done: number, state: State): boolean => {
    let earliestReturn = Infinity;
    operations.forEach((operation, index) => {
      if ((done & (1 << index)) === 0) earliestReturn = Math.min(earliestReturn, returnOf(operation));
    });
    if (earliestReturn === Infinity) return true;
    const key = `${done} ${JSON.stringify(state instanceof Set ? [...state] : state)}`;
    if (dead.has(key)) return false;
    for (const [index, operation] of operations.entries()) {
      if ((done & (1 << index)) !== 0 || operation.call > earliestReturn) continue;
      const next = model.step(state, operation as Applied<Op>);
      if (next !== illegal && search(done | (1 << index), next)) return true;
    }
    dead.add(key);
    return false;
  };
  return search(0, model.init());
};

/** What is wrong with an order that is said to explain the history; null if it does. */
export const wrongWitness = <State, Op extends AnyOperation>(
  model: Model<State, Op>,
  history: readonly Op[],
  witness: readonly number[],
): string | null => {
  if (new Set(witness).size !== witness.length) return 'an operation comes twice';
  const inWitness = new Set(witness);
  for (const [index, operation] of history.entries()) {
    if (operation.outcome === 'ok' && !inWitness.has(index)) return `#${index} is missing`;
    if (operation.outcome === 'fail' && inWitness.has(index)) return `#${index} had no effect`;
  }
  let state = model.init();
  let latestCall = -Infinity;
  for (const index of witness) {
    const operation = history[index]!;
    latestCall = Math.max(latestCall, operation.call);
    if (returnOf(operation) < latestCall) return `#${index} returned before an operation placed before it was called`;
    const next = model.step(state, operation as Applied<Op>);
    if (next === illegal) return `#${index} is impossible where it stands`;
    state = next;
  }
  return null;
};
