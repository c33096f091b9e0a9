import { expect, it } from 'vitest';
import { minimise } from '../../../sim/check/minimise.ts';

const numbers = Array.from({ length: 200 }, (_, index) => index);

it('leaves the few that are needed, in their order', () => {
  const needed = [3, 77, 78, 199];
  expect(minimise(numbers, (kept) => needed.every((number) => kept.includes(number)))).toEqual(needed);
});

it('leaves a set of which no single one can be removed, also where there are several', () => {
  const isContradictory = (kept: readonly number[]): boolean =>
    kept.filter((number) => number % 7 === 0).length >= 3 || (kept.includes(5) && kept.includes(6));
  const few = minimise(numbers, isContradictory);
  expect(isContradictory(few)).toBe(true);
  for (const number of few) expect(isContradictory(few.filter((other) => other !== number))).toBe(false);
});

it('removes what only became removable when another was gone', () => {
  const isContradictory = (kept: readonly number[]): boolean => !kept.includes(0) || kept.includes(1);
  expect(minimise([1, 0], isContradictory)).toEqual([]);
});

it('ends when its budget does, with what is contradictory still', () => {
  let tests = 0;
  const few = minimise(
    numbers,
    (kept) => {
      tests += 1;
      return kept.includes(150);
    },
    () => tests === 4,
  );
  expect(tests).toBe(4);
  expect(few).toContain(150);
  expect(few.length).toBeLessThan(numbers.length);
});
