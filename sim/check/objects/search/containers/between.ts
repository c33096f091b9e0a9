/** Puts insertions between removals whose order is fixed. */
import { type Contents, nobody } from './contents.ts';
import type { Taken } from './discipline.ts';

/** An insertion that stands behind the `after`-th removal, or right at the start (-1), and has a point no earlier than `from`. */
export interface Placed {
  readonly insertion: number;
  readonly after: number;
  readonly from: number;
}

/** The points at which the removals take effect, as early as can be. */
export function pointsOf({ call }: Contents, taken: readonly Taken[]): Int32Array {
  const points = new Int32Array(taken.length);
  let point = 0;
  for (const [at, { insertion, removal }] of taken.entries()) {
    point = Math.max(point, call[removal]!, insertion === nobody ? 0 : call[insertion]!);
    points[at] = point;
  }
  return points;
}

/** The removals in their order, each insertion ahead of the first that it does not stand behind and whose point is not before its own. */
export function putBetween(placed: readonly Placed[], taken: readonly Taken[], points: Int32Array): number[] {
  const slots: Placed[][] = Array.from({ length: taken.length + 1 }, () => []);
  for (const one of placed) {
    let slot = one.after + 1;
    while (slot < taken.length && points[slot]! < one.from) slot += 1;
    slots[slot]!.push(one);
  }
  return slots.flatMap((slot, at) => {
    const insertions = slot.sort((a, b) => a.from - b.from).map(({ insertion }) => insertion);
    return at < taken.length ? [...insertions, taken[at]!.removal] : insertions;
  });
}
