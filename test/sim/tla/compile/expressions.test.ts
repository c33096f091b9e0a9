import { describe, expect, test } from 'vitest';
import { evaluate, faultOf } from './evaluate.ts';

const table = (rows: readonly (readonly [string, string])[]): void => {
  test.each(rows)('%s is %s', (expression, value) => {
    expect(evaluate(expression)).toBe(value);
  });
};

describe('logic', () => {
  table([
    ['TRUE /\\ ~FALSE', 'TRUE'],
    ['FALSE => 1 = 2', 'TRUE'],
    ['TRUE <=> FALSE', 'FALSE'],
    ['IF 1 < 2 THEN "yes" ELSE "no"', '"yes"'],
    ['CASE 1 > 2 -> "a" [] 2 > 1 -> "b" [] OTHER -> "c"', '"b"'],
    ['CASE 1 > 2 -> "a" [] OTHER -> "c"', '"c"'],
    ['\\A x \\in {} : FALSE', 'TRUE'],
    ['\\E x, y \\in 1..3 : x + y = 6', 'TRUE'],
    ['\\A x \\in 1..2, <<y, z>> \\in {<<1, 2>>} : x <= z', 'TRUE'],
    ['BOOLEAN', '{FALSE, TRUE}'],
    ['LET a == 3 b(x) == x * a IN b(2)', '6'],
  ]);

  test('what decides is evaluated first, and the rest not at all', () => {
    expect(evaluate('FALSE /\\ Head(<<>>) = 1')).toBe('FALSE');
    expect(evaluate('TRUE \\/ Head(<<>>) = 1')).toBe('TRUE');
    expect(evaluate('F(Head(<<>>))', { before: 'F(x) == 1' })).toBe('1');
  });
});

describe('arithmetic', () => {
  table([
    ['7 \\div 2', '3'],
    ['(-7) \\div 2', '-4'],
    ['-7 \\div 2', '-3'],
    ['-7 % 2', '1'],
    ['2 ^ 10', '1024'],
    ['2 ^ 40 + 1', '1099511627777'],
    ['3 - 5', '-2'],
    ['-(-3)', '3'],
    ['1073741823 + 1', '1073741824'],
    ['1073741824 - 1 = 1073741823', 'TRUE'],
    ['1073741824 \\in Nat', 'TRUE'],
    ['2..4', '{2, 3, 4}'],
    ['3..2 = {}', 'TRUE'],
  ]);

  test('what cannot be represented is a fault', () => {
    expect(faultOf('2 ^ 60')).toMatch('beyond 2^53');
    expect(faultOf('1 \\div 0')).toBe('division by zero');
    expect(faultOf('5 % 0')).toMatch('must be positive');
    expect(faultOf('1 + TRUE')).toBe('expected an integer, but this is TRUE');
  });
});

describe('sets', () => {
  table([
    ['{3, 1, 2, 1}', '{1, 2, 3}'],
    ['{1, 2} \\cup {2, 3}', '{1, 2, 3}'],
    ['(1..5) \\ {2, 4}', '{1, 3, 5}'],
    ['{1, 2} \\cap {2, 3}', '{2}'],
    ['{x \\in 1..6 : x % 2 = 0}', '{2, 4, 6}'],
    ['{<<x, y>> : x \\in 1..2, y \\in {"a"}}', '{<<1, "a">>, <<2, "a">>}'],
    ['{x + y : <<x, y>> \\in {<<1, 2>>, <<3, 4>>}}', '{3, 7}'],
    ['SUBSET {1, 2}', '{{}, {1}, {2}, {1, 2}}'],
    ['UNION {{1}, {2, 3}, {}}', '{1, 2, 3}'],
    ['{1, 2} \\X {3}', '{<<1, 3>>, <<2, 3>>}'],
    ['{1} \\X {2} \\X {3}', '{<<1, 2, 3>>}'],
    ['({1} \\X {2}) \\X {3}', '{<<<<1, 2>>, 3>>}'],
    ['[{1, 2} -> {0}]', '{<<0, 0>>}'],
    ['[{} -> {0}]', '{<<>>}'],
    ['[a : {1, 2}, b : {"x"}]', '{[a |-> 1, b |-> "x"], [a |-> 2, b |-> "x"]}'],
    ['CHOOSE x \\in {3, 1, 2} : x > 1', '2'],
    ['CHOOSE <<x, y>> \\in {<<1, 2>>, <<2, 1>>} : x > y', '<<2, 1>>'],
    ['{1, 2} \\subseteq 1..3', 'TRUE'],
    ['1..3 = {1, 2, 3}', 'TRUE'],
    ['{SUBSET {1}} = {{{}, {1}}}', 'TRUE'],
    ['Cardinality({x \\in 1..10 : x > 3})', '7'],
    ['Cardinality(SUBSET (1..40))', '1099511627776'],
    ['{{1, 2}, {}, {3}, {1}}', '{{}, {1}, {3}, {1, 2}}'],
  ]);

  test.each([
    ['-1 \\in Nat', 'FALSE'],
    ['-1 \\in Int', 'TRUE'],
    ['"a" \\in STRING', 'TRUE'],
    ['3 \\in Nat \\ {3}', 'FALSE'],
    ['-1 \\in Nat \\cup {-1}', 'TRUE'],
    ['<<1, 2>> \\in Seq(Nat)', 'TRUE'],
    ['<<1, -2>> \\in Seq(Nat)', 'FALSE'],
    ['[x \\in 1..3 |-> x] \\in [1..3 -> Nat]', 'TRUE'],
    ['[a |-> 1, b |-> {2}] \\in [a : Nat, b : SUBSET Nat]', 'TRUE'],
    ['[a |-> 1] \\in [a : Nat, b : Nat]', 'FALSE'],
    ['<<1, "a">> \\in Nat \\X STRING', 'TRUE'],
    ['4 \\in {x \\in Nat : x % 2 = 0}', 'TRUE'],
    ['{1, 2} \\in SUBSET Nat', 'TRUE'],
    ['Nat \\subseteq Int', 'TRUE'],
    ['IsFiniteSet(Nat)', 'FALSE'],
    ['IsFiniteSet([1..2 -> Nat])', 'FALSE'],
    ['Nat \\cap (-2..2)', '{0, 1, 2}'],
  ])('infinite sets are asked, not listed: %s is %s', (expression, value) => {
    expect(evaluate(expression)).toBe(value);
  });

  test('what has no end is not listed', () => {
    expect(faultOf('\\A x \\in Nat : x >= 0')).toBe('Nat is infinite and cannot be listed');
    expect(faultOf('CHOOSE x \\in {1} : x > 1')).toMatch('no element');
    expect(faultOf('CHOOSE x : x \\notin Nat')).toMatch('CHOOSE without a set');
    expect(faultOf('Cardinality(1)')).toBe('expected a set, but this is 1');
  });

  test('values that cannot be compared are a mistake, as for TLC', () => {
    expect(faultOf('1 = "a"')).toBe('the integer 1 is compared with the string "a"');
    expect(faultOf('{} = <<>>')).toBe('the set {} is compared with the function <<>>');
    expect(evaluate('NoValue = 1', { before: 'CONSTANT NoValue', config: 'CONSTANT NoValue = NoValue' })).toBe('FALSE');
  });
});

describe('functions', () => {
  table([
    ['[x \\in 1..3 |-> x * x]', '<<1, 4, 9>>'],
    ['[x \\in {"a", "b"} |-> 1]', '[a |-> 1, b |-> 1]'],
    ['[x \\in 0..1 |-> x]', '(0 :> 0 @@ 1 :> 1)'],
    ['[x \\in 1..2, y \\in 1..2 |-> x + y][2, 1]', '3'],
    ['[a |-> 1, b |-> 2].b', '2'],
    ['[a |-> 1]["a"]', '1'],
    ['[[x \\in 1..2 |-> 0] EXCEPT ![1] = @ + 5]', '<<5, 0>>'],
    ['[[a |-> [b |-> 1]] EXCEPT !.a.b = @ + 1, !.a.b = @ * 10]', '[a |-> [b |-> 20]]'],
    ['[[x \\in 1..2 |-> 0] EXCEPT ![3] = 1]', '<<0, 0>>'],
    ['[[x \\in {1}, y \\in {2} |-> 0] EXCEPT ![1, 2] = 7][1, 2]', '7'],
    ['[[a |-> 1] EXCEPT !.a = [b |-> @]]', '[a |-> [b |-> 1]]'],
    ['DOMAIN [a |-> 1, b |-> 2]', '{"a", "b"}'],
    ['DOMAIN <<7, 8>>', '{1, 2}'],
    ['<<1, 2>> = [x \\in 1..2 |-> x]', 'TRUE'],
    ['[a |-> 1] = ("a" :> 1)', 'TRUE'],
    ['("a" :> 1) @@ ("a" :> 2 @@ "b" :> 3)', '[a |-> 1, b |-> 3]'],
    ['<<<<1, 2>>, <<3>>>>[1][2]', '2'],
  ]);

  test('outside of the domain there is no value', () => {
    expect(faultOf('<<1>>[2]')).toBe('2 is not in the domain of <<1>>');
    expect(faultOf('[a |-> 1].b')).toBe('the record [a |-> 1] has no field "b"');
    expect(faultOf('(1)[1]')).toBe('expected a function, but this is 1');
  });

  test('an endless function is applied to what it is applied to', () => {
    expect(evaluate('LET double == [n \\in Nat |-> 2 * n] IN double[21]')).toBe('42');
    expect(faultOf('LET double == [n \\in Nat |-> 2 * n] IN double[-1]')).toBe(
      '-1 is not in the domain of the function',
    );
  });
});

describe('recursion', () => {
  test.each([
    ['F[5]', 'F[n \\in Nat] == IF n = 0 THEN 1 ELSE n * F[n - 1]', '120'],
    ['F[60]', 'F[n \\in Nat] == IF n < 2 THEN n ELSE F[n - 1] + F[n - 2]', '1548008755920'],
    ['F', 'F[n \\in 0..3] == IF n = 0 THEN 1 ELSE n * F[n - 1]', '(0 :> 1 @@ 1 :> 1 @@ 2 :> 2 @@ 3 :> 6)'],
    ['F[2, 3]', 'F[m, n \\in Nat] == IF m = 0 THEN n ELSE F[m - 1, n + 1]', '5'],
    [
      'F({1, 2, 3})',
      'RECURSIVE F(_)\nF(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + F(S \\ {x})',
      '6',
    ],
    [
      'F(3)',
      'RECURSIVE F(_), G(_)\nF(n) == IF n = 0 THEN <<>> ELSE <<n>> \\o G(n - 1)\nG(n) == IF n = 0 THEN <<>> ELSE F(n - 1)',
      '<<3, 1>>',
    ],
    ['F(4) + F(2)', 'RECURSIVE F(_)\nF(n) == IF n <= 1 THEN 1 ELSE LET a == F(n - 1) b == F(n - 2) IN a + b', '7'],
    [
      'F(2)',
      'RECURSIVE F(_)\nF(n) == IF n = 0 THEN {{}} ELSE {s \\cup {n} : s \\in F(n - 1)} \\cup F(n - 1)',
      '{{}, {1}, {2}, {1, 2}}',
    ],
    [
      'Apply(LAMBDA x : x + 1, 3)',
      'RECURSIVE Apply(_, _)\nApply(op(_), n) == IF n = 0 THEN 0 ELSE op(Apply(op, n - 1))',
      '3',
    ],
    ['LET f[n \\in Nat] == IF n = 0 THEN k ELSE f[n - 1] + k IN f[2]', 'k == 5', '15'],
    ['\\A x \\in 1..3 : LET f[n \\in Nat] == IF n = 0 THEN x ELSE f[n - 1] IN f[2] = x', '', 'TRUE'],
    ['F(<<1>>, 1)', 'RECURSIVE F(_, _)\nF(s, i) == IF i > Len(s) THEN 0 ELSE s[i] + F(s, i + 1)', '1'],
    ['F(2, <<>>[1])', 'RECURSIVE F(_, _)\nF(n, unused) == IF n = 0 THEN 7 ELSE F(n - 1, <<>>[1])', '7'],
  ])('%s with %s is %s', (expression, before, value) => {
    expect(evaluate(expression, { before })).toBe(value);
  });
});

describe('operators as arguments', () => {
  test.each([
    ['Twice(LAMBDA x : x * 3, 2)', '18'],
    ['Twice(Increment, 2)', '4'],
    ['Fold(+, 1, 2)', '3'],
    ['Fold(\\cup, {1}, {2})', '{1, 2}'],
    ['Twice(Twice2, 1)', '5'],
    ['Fold(LAMBDA a, b : Fold(LAMBDA c, d : a * c - b * d, a, b), 3, 2)', '5'],
    ['2 ++ 3', '23'],
  ])('%s is %s', (expression, value) => {
    const before = `Twice(op(_), x) == op(op(x))
Increment(x) == x + 1
Twice2(x) == Twice(Increment, x)
Fold(op(_, _), a, b) == op(a, b)
a ++ b == a * 10 + b`;
    expect(evaluate(expression, { before })).toBe(value);
  });

  test('identifiers of the caller are not those of the callee', () => {
    const before =
      'F(p) == \\E x \\in {10} : x + p = 11\nG(p) == \\A x \\in {1} : F(x)\nH(p) == F(IF F(p) THEN p ELSE 0)';
    expect(evaluate('G(5)', { before })).toBe('TRUE');
    expect(evaluate('H(1)', { before })).toBe('TRUE');
    expect(evaluate('LET F2(p) == p + 1 IN F2(F2(F2(0)))')).toBe('3');
  });
});
