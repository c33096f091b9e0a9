/**
 * What goes in first comes out first: values go in in the order in which they come out. Hence all that is still to be placed stands
 * behind what came out, at `floor` or later.
 */
import { type Placed, pointsOf, putBetween } from './between.ts';
import { earliest } from './choice.ts';
import { type Contents, nobody } from './contents.ts';
import type { Discipline } from './discipline.ts';

const none: readonly number[] = [];

export function firstIn(contents: Contents): Discipline<number> {
  const { call, return: returns } = contents;
  return {
    start: 0,
    choose: (insertions) => earliest(contents, insertions),
    compare: (a, b) => returns[a]! - returns[b]!,
    take(floor, insertion) {
      const point = Math.max(floor, call[insertion]!);
      return point <= returns[insertion]! ? point : undefined;
    },
    empty: (_floor, end) => end,
    settle: (floor, insertions) => ({ places: floor, stranded: insertions.filter((op) => returns[op]! < floor) }),
    narrow: (floor) => floor,
    above: () => none,
    isAsGood: () => true,
    order(taken, staying) {
      const points = pointsOf(contents, taken);
      const placed: Placed[] = [];
      let [after, from] = [-1, 0];
      const place = (insertion: number): void => {
        from = Math.max(from, call[insertion]!);
        placed.push({ insertion, after, from });
      };
      for (const [at, { insertion }] of taken.entries()) {
        if (insertion === nobody) [after, from] = [at, points[at]!];
        else place(insertion);
      }
      for (const insertion of staying.toSorted((a, b) => call[a]! - call[b]!)) place(insertion);
      return putBetween(placed, taken, points);
    },
  };
}
