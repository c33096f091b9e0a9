/**
 * The oracle: tries every order. It knows the toys and not the models, and nothing of the checker. Exponential; meant for at most eight
 * operations.
 */
import type { AnyOperation } from '../../../../sim/check/objects/model.ts';
import type { Toy } from './toys.ts';

export function isLegal(toy: Toy, history: readonly AnyOperation[]): boolean {
  const open = history.filter(({ outcome }) => outcome !== 'fail');
  return someOrder(toy, toy.initial, open);
}

function someOrder(toy: Toy, state: Toy['initial'], open: readonly AnyOperation[]): boolean {
  if (open.every(({ outcome }) => outcome === 'info')) return true;
  const firstReturn = Math.min(...open.map((operation) => (operation.outcome === 'ok' ? operation.return : Infinity)));
  return open.some((operation) => {
    if (operation.call > firstReturn) return false;
    const [output, after] = toy.answer(state, operation.input);
    if (operation.outcome === 'ok' && !fits(toy, operation.output, output)) return false;
    return someOrder(
      toy,
      after,
      open.filter((other) => other !== operation),
    );
  });
}

/** Whether a client can have recorded this for that. Some were not told whether they changed anything. */
function fits({ isUnordered }: Toy, recorded: unknown, output: unknown): boolean {
  if (recorded === undefined) return output === undefined || typeof output === 'boolean';
  return textOf(recorded) === textOf(output);

  function textOf(value: unknown): string {
    return JSON.stringify(
      isUnordered === true && Array.isArray(value) ? value.toSorted((a: number, b: number) => a - b) : value,
    );
  }
}
