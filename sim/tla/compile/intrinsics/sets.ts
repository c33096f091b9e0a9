/** Permutations and subsets of a given size, of sets small enough to list them. */
import { type Arena, kinds } from '../../values/arena.ts';
import { functionOf, setOf } from '../../values/functions.ts';
import { Fault } from '../../values/fault.ts';
import { enumerate } from '../../values/symbolic.ts';

export function permutations(values: Arena, set: number): number {
  const listed = enumerate(values, set);
  const elements = Array.from({ length: values.wordsOf(listed) }, (_, i) => values.word(listed, i));
  if (elements.length > 9) throw new Fault(`a set of ${elements.length} has too many permutations to list`);
  return setOf(
    values,
    [...arrangements(elements)].map((images) =>
      functionOf(values, new Map(elements.map((element, i) => [element, images[i]!]))),
    ),
  );
}

function* arrangements(elements: readonly number[]): Generator<readonly number[]> {
  if (elements.length === 0) yield [];
  for (const [i, first] of elements.entries()) {
    for (const rest of arrangements(elements.toSpliced(i, 1))) yield [first, ...rest];
  }
}

/** All subsets with so many elements. */
export function subsetsOfSize(values: Arena, size: number, set: number): number {
  const listed = enumerate(values, set);
  const count = values.wordsOf(listed);
  if (size < 0 || size > count) return values.emptySet;
  const from = values.depth;
  const chosen: number[] = Array.from({ length: size }, (_, i) => i);
  for (;;) {
    const start = values.depth;
    for (const index of chosen) values.push(values.word(listed, index));
    values.push(values.intern(kinds.set, start));
    let i = size - 1;
    while (i >= 0 && chosen[i] === count - size + i) i--;
    if (i < 0) return values.set(from);
    chosen[i]!++;
    for (let j = i + 1; j < size; j++) chosen[j] = chosen[j - 1]! + 1;
  }
}
