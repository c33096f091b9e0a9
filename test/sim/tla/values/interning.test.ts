import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena } from '../../../../sim/tla/values/arena.ts';
import { functionOf, setOf, tupleOf } from '../../../../sim/tla/values/functions.ts';
import { compareValues, elementsInOrder } from '../../../../sim/tla/values/order.ts';
import { printValue } from '../../../../sim/tla/values/print.ts';
import { difference, intersection, union } from '../../../../sim/tla/values/sets.ts';
import { contains, isSubset } from '../../../../sim/tla/values/symbolic.ts';
import { evaluate } from '../compile/evaluate.ts';

/** A value as a recipe, so that it can be made in several arenas. */
type Recipe =
  | { readonly is: 'integer'; readonly value: number }
  | { readonly is: 'string' | 'model'; readonly name: string }
  | { readonly is: 'set' | 'tuple'; readonly parts: readonly Recipe[] }
  | { readonly is: 'function'; readonly pairs: readonly (readonly [Recipe, Recipe])[] };

const { recipe } = fc.letrec<{ recipe: Recipe }>((tie) => ({
  recipe: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      is: fc.constant('integer' as const),
      value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger()),
    }),
    fc.record({ is: fc.constantFrom('string' as const, 'model' as const), name: fc.constantFrom('a', 'b', 'c') }),
    fc.record({
      is: fc.constantFrom('set' as const, 'tuple' as const),
      parts: fc.array(tie('recipe'), { maxLength: 4 }),
    }),
    fc.record({
      is: fc.constant('function' as const),
      pairs: fc.array(fc.tuple(tie('recipe'), tie('recipe')), { maxLength: 3 }),
    }),
  ),
}));

function make(values: Arena, made: Recipe): number {
  switch (made.is) {
    case 'integer':
      return values.integer(made.value);
    case 'string':
      return values.string(made.name);
    case 'model':
      return values.modelValue(made.name);
    case 'set':
      return setOf(
        values,
        made.parts.map((part) => make(values, part)),
      );
    case 'tuple':
      return tupleOf(
        values,
        made.parts.map((part) => make(values, part)),
      );
    case 'function':
      return functionOf(
        values,
        new Map(made.pairs.map(([argument, value]) => [make(values, argument), make(values, value)])),
      );
  }
}

/** Two arenas, the second of which has seen other values first. */
function arenas(first: readonly Recipe[]): readonly [Arena, Arena] {
  const shuffled = new Arena();
  for (const before of first.toReversed()) make(shuffled, before);
  return [new Arena(), shuffled];
}

test('equal values have one handle, and different ones two', () => {
  fc.assert(
    fc.property(recipe, recipe, (a, b) => {
      const values = new Arena();
      const [x, y] = [make(values, a), make(values, b)];
      expect(x === y).toBe(printValue(values, x) === printValue(values, y) && compareValues(values, x, y) === 0);
      expect(make(values, a)).toBe(x);
    }),
  );
});

test('texts and order do not depend on what came into being first', () => {
  fc.assert(
    fc.property(fc.array(recipe, { minLength: 2, maxLength: 6 }), (recipes) => {
      const [plain, shuffled] = arenas(recipes);
      const texts = [plain, shuffled].map((values) => {
        const set = setOf(
          values,
          recipes.map((each) => make(values, each)),
        );
        return elementsInOrder(values, set).map((element) => printValue(values, element));
      });
      expect(texts[0]).toEqual(texts[1]);
    }),
  );
});

test('the order is total, and agrees with equality', () => {
  fc.assert(
    fc.property(recipe, recipe, recipe, (a, b, c) => {
      const values = new Arena();
      const [x, y, z] = [make(values, a), make(values, b), make(values, c)];
      expect(Math.sign(compareValues(values, x, y))).toBe(0 - Math.sign(compareValues(values, y, x)));
      expect(compareValues(values, x, y) === 0).toBe(x === y);
      if (compareValues(values, x, y) <= 0 && compareValues(values, y, z) <= 0) {
        expect(compareValues(values, x, z)).toBeLessThanOrEqual(0);
      }
    }),
  );
});

test('the operators on sets agree with membership', () => {
  const sets = fc.array(recipe, { maxLength: 5 });
  fc.assert(
    fc.property(sets, sets, recipe, (a, b, c) => {
      const values = new Arena();
      const [x, y] = [a, b].map((parts) => make(values, { is: 'set', parts })) as [number, number];
      const element = make(values, c);
      const [inX, inY] = [contains(values, x, element), contains(values, y, element)];
      expect(contains(values, union(values, x, y), element)).toBe(inX || inY);
      expect(contains(values, intersection(values, x, y), element)).toBe(inX && inY);
      expect(contains(values, difference(values, x, y), element)).toBe(inX && !inY);
      expect(isSubset(values, intersection(values, x, y), x)).toBe(true);
      expect(union(values, difference(values, x, y), intersection(values, x, y))).toBe(x);
    }),
  );
});

test('CHOOSE takes the same element however values came into being', () => {
  const expression = 'CHOOSE s \\in SUBSET {"c", "a", "b"} : Cardinality(s) = 2';
  expect(evaluate(expression)).toBe('{"a", "b"}');
  expect(evaluate(`IF {"b"} = {"c"} \\/ {"c", "b"} = {"a"} THEN {} ELSE ${expression}`)).toBe('{"a", "b"}');
});

test('large integers are integers', () => {
  const values = new Arena();
  for (const number of [2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, 2 ** 53 - 1]) {
    expect(values.numberOf(values.integer(number))).toBe(number);
    expect(values.integer(number)).toBe(values.integer(number));
  }
});
