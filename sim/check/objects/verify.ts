/**
 * Judges the proofs of verdicts on objects: replays a witness, and tries every order of what is said to be contradictory. It shares no
 * code with what found them, on purpose, and is short enough to be read in one go.
 */
import { type AnyOperation, type Applied, type Model, illegal } from './model.ts';

type AnyModel = Model<unknown, AnyOperation>;

/** What is wrong with the order `witness` of the operations that took effect; null if it proves that the history is legal. */
export function verifyWitness(
  model: AnyModel,
  history: readonly AnyOperation[],
  witness: readonly number[],
): string | null {
  const states = new Map<unknown, unknown>();
  const seen = new Set(witness);
  let latestCall = -Infinity;
  if (seen.size < witness.length) return 'an operation takes effect twice';
  for (const [index, { outcome }] of history.entries()) {
    if (outcome === 'ok' && !seen.has(index)) return `operation ${index} is missing`;
  }
  for (const index of witness) {
    const operation = history[index];
    if (operation === undefined || operation.outcome === 'fail') return `operation ${index} cannot have taken effect`;
    latestCall = Math.max(latestCall, operation.call);
    if (operation.outcome === 'ok' && operation.return < latestCall)
      return `operation ${index} returned before one ahead of it was called`;
    const part = model.partition?.(operation.input);
    const state = model.step(states.has(part) ? states.get(part) : model.init(), operation);
    if (state === illegal) return `operation ${index} is illegal where it stands`;
    states.set(part, state);
  }
  return null;
}

/**
 * What is wrong with the claim that `operations` contradict each other whatever else happened, and that none of them can be done
 * without; null if it is right. It takes exponential time, and is meant for histories of ten operations or so.
 */
export function verifyContradiction(
  model: AnyModel,
  history: readonly AnyOperation[],
  operations: readonly number[],
): string | null {
  if (isPossible(model, history, new Set(operations))) return 'the operations named are legal together';
  for (const index of operations) {
    const fewer = new Set(operations.filter((other) => other !== index));
    if (!isPossible(model, history, fewer)) return `operation ${index} is not needed`;
  }
  return null;
}

/** Whether some order is legal if all but `kept` are forgotten: they may have happened at any time, with their answers, or never. */
function isPossible(model: AnyModel, history: readonly AnyOperation[], kept: ReadonlySet<number>): boolean {
  const open = history.flatMap((operation, index): Applied<AnyOperation>[] => {
    if (operation.outcome === 'fail') return [];
    if (kept.has(index)) return [operation];
    const atAnyTime = { ...operation, call: -Infinity };
    return [atAnyTime.outcome === 'ok' ? { ...atAnyTime, return: Infinity } : atAnyTime];
  });
  const parts = Map.groupBy(open, ({ input }) => model.partition?.(input));
  return [...parts.values()].every((part) => hasOrder(model, model.init(), part));
}

function hasOrder(model: AnyModel, state: unknown, open: readonly Applied<AnyOperation>[]): boolean {
  const firstReturn = Math.min(...open.map((operation) => (operation.outcome === 'ok' ? operation.return : Infinity)));
  if (firstReturn === Infinity) return true;
  return open.some((operation) => {
    if (operation.call > firstReturn) return false;
    const after = model.step(state, operation);
    return (
      after !== illegal &&
      hasOrder(
        model,
        after,
        open.filter((other) => other !== operation),
      )
    );
  });
}
