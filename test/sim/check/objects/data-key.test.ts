import { describe, expect, it } from 'vitest';
import { DataKeys } from '../../../../sim/check/objects/search/data-key.ts';

class Point {
  readonly x = 1;
}

const sameAs = (a: unknown, b: unknown): boolean => {
  const keys = new DataKeys();
  return keys.keyOf(a) === keys.keyOf(b);
};

describe('equal data has equal keys', () => {
  it.each([
    [
      { a: 1, b: [2, { c: null }] },
      { b: [2, { c: null }], a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [new Set([1, 'x', 2]), new Set([2, 1, 'x'])],
    [new Map([['a', new Set([1])]]), new Map([['a', new Set([1])]])],
    [10n, 10n],
    [NaN, NaN],
    [0, -0],
  ])('%o, %o', (a, b) => {
    expect(sameAs(a, b)).toBe(true);
  });
});

describe('other data has other keys', () => {
  it.each([
    [1, '1'],
    [1, 1n],
    [null, 'null'],
    [undefined, null],
    [undefined, 'undefined'],
    [true, 'true'],
    [['a,b'], ['a', 'b']],
    [['a'], { 0: 'a' }],
    [new Set([1, 2]), [1, 2]],
    [new Set([1]), new Set(['1'])],
    [new Map([[1, 2]]), new Map([['1', 2]])],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [new Point(), new Point()],
    [new Point(), { x: 1 }],
    [Symbol('a'), Symbol('a')],
  ])('%o, %o', (a, b) => {
    expect(sameAs(a, b)).toBe(false);
  });

  it('and what is no data equals itself', () => {
    const point = new Point();
    expect(sameAs([point], [point])).toBe(true);
  });
});
