import { expect, it } from 'vitest';
import { compare } from './differential.ts';
import { toys, moreToys } from './toys.ts';

const count = 10_000;

it.each([...toys, ...moreToys])('agrees with the brute force on random histories, and proves it: $name', (toy) => {
  let [illegal, pending] = [0, 0];
  for (let seed = 1_000_001; seed <= 1_000_000 + count; seed++) {
    const { legal, hasPending, mismatch } = compare(toy, seed);
    expect(mismatch).toBe(null);
    if (!legal) illegal += 1;
    if (hasPending) pending += 1;
  }
  expect(illegal).toBeGreaterThan(count / 10);
  expect(pending).toBeGreaterThan(count / 10);
});

it.each([9_060_414, 9_068_673, 9_071_706])(
  'names no more operations than it needs, also where many can be forgotten: %i',
  (seed) => {
    const stack = toys.find(({ name }) => name === 'stack of unique values')!;
    expect(compare(stack, seed).mismatch).toBe(null);
  },
);
