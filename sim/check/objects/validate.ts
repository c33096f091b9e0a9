/** What is no history of sequential clients is refused before anything is judged. */
import { InputError } from '../../model/input-error.ts';
import type { AnyOperation } from './model.ts';

/** Throws an `InputError` that names the first operation that cannot have been recorded. */
export function validate(history: readonly AnyOperation[]): void {
  for (const [index, operation] of history.entries()) {
    if (!Number.isFinite(operation.call)) throw new InputError(`operation ${index}: its call is no time`);
    if (operation.outcome === 'info') continue;
    if (!Number.isFinite(operation.return)) throw new InputError(`operation ${index}: its return is no time`);
    if (operation.return < operation.call) {
      throw new InputError(
        `operation ${index} returned at t=${operation.return}, before it was called at t=${operation.call}`,
      );
    }
  }
  refuseOverlaps(history);
}

/** A client waits for an answer, or gives up, before it calls again. */
function refuseOverlaps(history: readonly AnyOperation[]): void {
  const latest = new Map<number, number>();
  for (const index of inCallOrder(history)) {
    const { client, call } = history[index]!;
    const previous = latest.get(client);
    const returned = previous === undefined ? -Infinity : endOf(history[previous]!);
    if (returned > call) {
      throw new InputError(
        `operation ${index}: client ${client} called it at t=${call}, with operation ${previous} still open`,
      );
    }
    latest.set(client, index);
  }
}

/** Nobody knows when a client gave up; it has when it calls again. */
function endOf(operation: AnyOperation): number {
  return operation.outcome === 'info' ? operation.call : operation.return;
}

/** What a client did in one instant is put where it fits: first what is over in it. */
function inCallOrder(history: readonly AnyOperation[]): Iterable<number> {
  const compare = (a: number, b: number): number =>
    history[a]!.call - history[b]!.call || endOf(history[a]!) - endOf(history[b]!) || a - b;
  const isSorted = history.every((_, index) => index === 0 || compare(index - 1, index) < 0);
  return isSorted ? history.keys() : Uint32Array.from(history.keys()).sort(compare);
}
