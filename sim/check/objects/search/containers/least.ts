/**
 * The least comes out first: a value goes in at any time before it comes out, but after whatever took a greater one, or found nothing.
 * The last of these is the value's floor. Floors descend as values ascend.
 */
import { type Placed, pointsOf, putBetween } from './between.ts';
import { earliest } from './choice.ts';
import { type Contents, nobody } from './contents.ts';
import type { Discipline } from './discipline.ts';

/** The floor of all values below `below`, unless a later one is theirs as well. */
interface Floor {
  readonly below: number;
  readonly floor: number;
}

const none: readonly number[] = [];

export function least(contents: Contents): Discipline<readonly Floor[]> {
  const { call, return: returns, value, values } = contents;
  const size = (insertion: number): number => values[value[insertion]!] as number;
  const raised = (floors: readonly Floor[], below: number, floor: number): readonly Floor[] => [
    ...floors.filter((other) => other.below > below),
    { below, floor },
  ];
  const floorOf = (floors: readonly Floor[], insertion: number): number =>
    floors.findLast(({ below }) => below > size(insertion))?.floor ?? 0;
  return {
    start: [],
    choose: (insertions) => earliest(contents, insertions),
    compare: (a, b) => size(a) - size(b),
    take: (floors, insertion, _removedBy, end) =>
      floorOf(floors, insertion) <= returns[insertion]! ? raised(floors, size(insertion), end) : undefined,
    empty: (floors, end) => raised(floors, Infinity, end),
    settle: (floors, insertions) => ({
      places: floors,
      stranded: insertions.filter((op) => returns[op]! < floorOf(floors, op)),
    }),
    narrow: (floors) => floors,
    above: () => none,
    isAsGood: () => true,
    order(taken, staying) {
      const points = pointsOf(contents, taken);
      const place = (insertion: number, end: number): Placed => {
        const after = taken.findLastIndex(
          (other, at) => at < end && (other.insertion === nobody || size(other.insertion) > size(insertion)),
        );
        return { insertion, after, from: Math.max(call[insertion]!, after === -1 ? 0 : points[after]!) };
      };
      const placed = taken.flatMap(({ insertion }, at) => (insertion === nobody ? [] : [place(insertion, at)]));
      return putBetween([...placed, ...staying.map((op) => place(op, taken.length))], taken, points);
    },
  };
}
