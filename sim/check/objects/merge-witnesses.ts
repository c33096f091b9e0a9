/** One order out of the orders of an object's parts (Herlihy and Wing 1990, locality, made constructive). */
import type { AnyOperation } from './model.ts';

/**
 * In each part, an operation takes effect as early as it can: when it has been called and all before it have taken effect. That is before
 * its return, since the order of the part respects real time; so the order of these moments respects it too, across all parts.
 */
export function mergeWitnesses(
  history: readonly AnyOperation[],
  witnesses: readonly (readonly number[])[],
): readonly number[] {
  if (witnesses.length === 1) return witnesses[0]!;
  const order = witnesses.flat();
  const moments = new Float64Array(order.length);
  let at = 0;
  for (const witness of witnesses) {
    let moment = -Infinity;
    for (const index of witness) {
      moment = Math.max(moment, history[index]!.call);
      moments[at] = moment;
      at += 1;
    }
  }
  const places = Uint32Array.from(order.keys()).sort((a, b) => moments[a]! - moments[b]! || a - b);
  return Array.from(places, (place) => order[place]!);
}
