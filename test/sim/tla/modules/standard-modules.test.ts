import { describe, expect, test } from 'vitest';
import { standardModules } from '../../../../sim/tla/modules/standard-modules.ts';
import { evaluate, faultOf } from '../compile/evaluate.ts';
import { programOf } from '../written-spec.ts';

const rows: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Sequences: [
    ['Len(<<1, 2, 3>>)', '3'],
    ['Append(<<1>>, 2)', '<<1, 2>>'],
    ['<<1>> \\o <<2, 3>>', '<<1, 2, 3>>'],
    ['"ab" \\o "c"', '"abc"'],
    ['Head(<<1, 2>>)', '1'],
    ['Tail(<<1, 2>>)', '<<2>>'],
    ['SubSeq(<<1, 2, 3>>, 2, 3)', '<<2, 3>>'],
    ['SubSeq(<<1, 2, 3>>, 3, 2)', '<<>>'],
    ['SelectSeq(<<1, 2, 3, 4>>, LAMBDA x : x % 2 = 0)', '<<2, 4>>'],
  ],
  FiniteSets: [
    ['Cardinality({1, 1, 2})', '2'],
    ['IsFiniteSet(1..3)', 'TRUE'],
  ],
  Bags: [
    ['SetToBag({1, 2})', '<<1, 1>>'],
    ['SetToBag({1}) (+) SetToBag({1, 2})', '<<2, 1>>'],
    ['(SetToBag({1}) (+) SetToBag({1, 2})) (-) SetToBag({2})', '<<2>>'],
    ['BagCardinality(SetToBag({1}) (+) SetToBag({1, 2}))', '3'],
    ['CopiesIn(3, SetToBag({1}))', '0'],
    ['BagIn(1, SetToBag({1}))', 'TRUE'],
    ['BagToSet(("a" :> 2))', '{"a"}'],
    ['SetToBag({1}) \\sqsubseteq SetToBag({1, 2})', 'TRUE'],
    ['BagUnion({SetToBag({1}), SetToBag({1, 2})})', '<<2, 1>>'],
    ['Cardinality(SubBag(<<2, 1>>))', '6'],
    ['BagOfAll(LAMBDA x : x % 2, (1 :> 1 @@ 2 :> 3 @@ 3 :> 4))', '(0 :> 3 @@ 1 :> 5)'],
    ['EmptyBag = <<>>', 'TRUE'],
    ['IsABag(<<0>>)', 'FALSE'],
  ],
  TLC: [
    ['1 :> "a" @@ 2 :> "b"', '<<"a", "b">>'],
    ['Permutations({1, 2})', '{<<1, 2>>, <<2, 1>>}'],
    ['Cardinality(Permutations(1..4))', '24'],
    ['SortSeq(<<3, 1, 2>>, LAMBDA a, b : a > b)', '<<3, 2, 1>>'],
    ['ToString(<<1, "a">>)', '"<<1, \\"a\\">>"'],
    ['Assert(TRUE, "no")', 'TRUE'],
    ['PrintT("hello")', 'TRUE'],
    ['Print("hello", 3)', '3'],
    ['TLCEval({1})', '{1}'],
    ['TLCSet(1, 5) /\\ TLCGet(1) = 5', 'TRUE'],
  ],
  Functions: [
    ['Range(<<1, 1, 2>>)', '{1, 2}'],
    ['Restrict(<<1, 2, 3>>, {1, 2})', '<<1, 2>>'],
    ['RestrictValues(<<1, 5>>, LAMBDA v : v > 2)', '(2 :> 5)'],
    ['IsInjective(<<1, 1>>)', 'FALSE'],
    ['Cardinality(Bijection({1, 2}, {3, 4}))', '2'],
    ['Cardinality(Injection({1}, {3, 4}))', '2'],
    ['Cardinality(Surjection({1, 2, 3}, {3, 4}))', '6'],
    ['AntiFunction(<<5, 6>>)', '(5 :> 1 @@ 6 :> 2)'],
    ['FoldFunction(LAMBDA v, sum : v + sum, 0, [x \\in {"a", "b"} |-> 4])', '8'],
    ['FoldFunctionOnSet(LAMBDA v, sum : v + sum, 0, <<1, 2, 4>>, {1, 3})', '5'],
  ],
  FiniteSetsExt: [
    ['FoldSet(LAMBDA x, s : <<x>> \\o s, <<>>, {3, 1, 2})', '<<1, 2, 3>>'],
    ['Sum({1, 2, 3})', '6'],
    ['Product({2, 3})', '6'],
    ['MapThenSumSet(LAMBDA x : x * x, {1, 2, 3})', '14'],
    ['Quantify(1..5, LAMBDA x : x > 2)', '3'],
    ['kSubset(2, 1..3)', '{{1, 2}, {1, 3}, {2, 3}}'],
    ['kSubset(0, 1..3)', '{{}}'],
    ['kSubset(4, 1..3)', '{}'],
    ['Max({1, 5, 3})', '5'],
    ['Min({4, 2})', '2'],
    ['SymDiff({1, 2}, {2, 3})', '{1, 3}'],
    ['Cardinality(Choices({{1, 2}, {3, 4}}))', '4'],
  ],
  Folds: [
    ['MapThenFoldSet(LAMBDA a, b : a + b, 0, LAMBDA x : x * 2, LAMBDA S : CHOOSE x \\in S : TRUE, {1, 2, 3})', '12'],
  ],
  SequencesExt: [
    ['ToSet(<<1, 1, 2>>)', '{1, 2}'],
    ['SetToSeq({3, 1, 2})', '<<1, 2, 3>>'],
    ['SetToSortSeq({1, 2, 3}, LAMBDA a, b : a > b)', '<<3, 2, 1>>'],
    ['Cardinality(SetToSeqs({1, 2, 3}))', '6'],
    ['Reverse(<<1, 2, 3>>)', '<<3, 2, 1>>'],
    ['Remove(<<1, 2, 1>>, 1)', '<<2>>'],
    ['RemoveAt(<<1, 2, 3>>, 2)', '<<1, 3>>'],
    ['RemoveFirst(<<1, 2, 1>>, 1)', '<<2, 1>>'],
    ['ReplaceAll(<<1, 2, 1>>, 1, 9)', '<<9, 2, 9>>'],
    ['ReplaceAt(<<1, 2>>, 1, 9)', '<<9, 2>>'],
    ['InsertAt(<<1, 3>>, 2, 2)', '<<1, 2, 3>>'],
    ['Contains(<<1, 2>>, 2)', 'TRUE'],
    ['Front(<<1, 2>>)', '<<1>>'],
    ['Last(<<1, 2>>)', '2'],
    ['Cons(1, <<2>>)', '<<1, 2>>'],
    ['IsPrefix(<<1>>, <<1, 2>>)', 'TRUE'],
    ['IsStrictPrefix(<<1>>, <<1>>)', 'FALSE'],
    ['IsSuffix(<<2>>, <<1, 2>>)', 'TRUE'],
    ['Prefixes(<<1, 2>>)', '{<<>>, <<1>>, <<1, 2>>}'],
    ['LongestCommonPrefix({<<1, 2>>, <<1, 3>>})', '<<1>>'],
    ['FoldLeft(LAMBDA a, x : a * 10 + x, 0, <<1, 2, 3>>)', '123'],
    ['FoldRight(LAMBDA x, a : a * 10 + x, <<1, 2, 3>>, 0)', '321'],
    ['FoldSeq(LAMBDA x, a : x + a, 0, <<1, 2, 3>>)', '6'],
    ['FlattenSeq(<<<<1>>, <<2, 3>>>>)', '<<1, 2, 3>>'],
    ['Zip(<<1, 2>>, <<3, 4>>)', '<<<<1, 3>>, <<2, 4>>>>'],
    ['SelectInSeq(<<5, 6, 7>>, LAMBDA x : x > 5)', '2'],
    ['SelectLastInSeq(<<5, 6, 7>>, LAMBDA x : x < 7)', '2'],
    ['Cardinality(BoundedSeq({1, 2}, 2))', '7'],
    ['SubSeqs(<<1, 2>>)', '{<<>>, <<1>>, <<2>>, <<1, 2>>}'],
    ['AllSubSeqs(<<1, 2>>)', '{<<>>, <<1>>, <<2>>, <<1, 2>>}'],
  ],
  Json: [
    ['JsonDeserialize("data.json")', '<<[a |-> 1, b |-> <<TRUE, null, "x">>]>>'],
    ['ToJson([a |-> {1}, b |-> <<"x", TRUE>>])', '"{\\"a\\":[1],\\"b\\":[\\"x\\",true]}"'],
  ],
};

/** Both define IsInjective, so a spec extends one of them. */
const alone = new Map([['SequencesExt', 'EXTENDS Integers, FiniteSets, Sequences, SequencesExt']]);

describe.each(Object.entries(rows))('%s', (module, cases) => {
  const extended = alone.get(module);
  test.each(cases)('%s is %s', (expression, value) => {
    expect(evaluate(expression, extended === undefined ? {} : { extended })).toBe(value);
  });
});

test('what would differ from run to run is refused by name', () => {
  expect(faultOf('JavaTime')).toMatch('JavaTime differs from run to run');
  expect(faultOf('RandomElement({1, 2})')).toMatch('evaluated in simulation only');
});

test('a false Assert says what it was told to say', () => {
  expect(faultOf('Assert(1 = 2, <<"no", 3>>)')).toBe('Assert: <<"no", 3>>');
});

test('what a function is asked for wrongly is a fault', () => {
  expect(faultOf('Head(<<>>)')).toBe('Head of the empty sequence');
  expect(faultOf('SubSeq(<<1>>, 1, 2)')).toMatch('not within <<1>>');
  expect(faultOf('TLCGet(7)')).toMatch('nothing was set');
  expect(faultOf('JsonDeserialize("nowhere.json")')).toMatch('cannot read');
});

test('every module can be extended by itself', () => {
  for (const name of standardModules.keys()) {
    expect(() => programOf({ M: `EXTENDS ${name}` })).not.toThrow();
  }
});
