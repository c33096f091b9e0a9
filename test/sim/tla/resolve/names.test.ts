import { describe, expect, test } from 'vitest';
import { messageOf, problemOf, specOf } from '../written-spec.ts';

const other = `EXTENDS Naturals
CONSTANTS K, Op(_)
VARIABLE v
Next == v' = Op(v) + K
LOCAL Hidden == 1`;

/** The module starts in line 1, so that the first line of each body is line 2. */
const problems: readonly (readonly [what: string, body: string, message: string])[] = [
  ['an unknown name', 'A == 1\nB == Aa', '3:6: unknown name "Aa"; did you mean "A"?'],
  ['one of a standard module', 'A == Len(<<>>)', '2:6: unknown name "Len"; module Sequences has it'],
  ['an operator of one', 'A == 1 + 2', '2:8: the operator "+" is not defined here; module Naturals has it'],
  ['in a definition that nobody uses', 'LOCAL A == LET b == c IN 1', '2:21: unknown name "c"'],
  ['used before it is defined', 'A == B\nB == 1', '2:6: "B" is used before it is defined, in line 3'],
  ['recursion that is not declared', 'A(x) == A(x)', '2:9: "A" mentions itself but is not declared RECURSIVE'],
  ['too many arguments', 'A(x) == x\nB == A(1, 2)', '3:6: "A" takes 1 argument, not 2'],
  ['too few', 'A(x, y) == x\nB == A', '3:6: "A" takes 2 arguments, not 0'],
  ['arguments for a value', 'CONSTANT C\nB == C(1)', '3:6: "C" takes no arguments, not 1'],
  ['a value for an operator', 'A(F(_)) == F(1)\nB == A(1)', '3:8: an operator of 1 argument is expected here'],
  ['an operator for a value', 'A(x) == x\nB == A(LAMBDA y : y)', '3:8: an operator stands where a value is expected'],
  [
    'a LAMBDA of other arity',
    'A(F(_)) == F(1)\nB == A(LAMBDA x, y : x)',
    '3:8: an operator of 1 argument is expected here',
  ],
  ['defined twice', 'A == 1\nA == 2', '3:1: "A" already has a meaning here, from M.tla:2:1'],
  ['bound twice', 'CONSTANT x\nA == \\E x \\in {} : x', '3:9: "x" already has a meaning here, from M.tla:2:10'],
  ['a parameter with a known name', 'A == 1\nB(A) == 2', '3:3: "A" already has a meaning here, from M.tla:2:1'],
  [
    'a name of an extended module',
    'EXTENDS Sequences\nTail == 1',
    '3:1: "Tail" already has a meaning here, from <Sequences>:1:13',
  ],
  ['an operator of the language', 'a \\cup b == a', '2:3: "\\cup" belongs to the language and cannot be defined'],
  ['@ without EXCEPT', 'A == @', '2:6: "@" has a meaning only in the new value of an EXCEPT'],
  [
    'a module that is not there',
    'EXTENDS Seqences',
    '2:9: module Seqences was not found beside the spec, nor does it ship with us; did you mean "Sequences"?',
  ],
  ['no substitution', 'A == INSTANCE Other', '2:1: the instance of Other says nothing of its constant "K"'],
  [
    'an operator that is missing',
    'A == INSTANCE Other WITH K <- 1, v <- 2',
    '2:1: the instance of Other says nothing of its constant "Op"',
  ],
  [
    'a substitution too many',
    'A == INSTANCE Other WITH k <- 1',
    '2:31: module Other declares no constant or variable "k"; did you mean "K"?',
  ],
  ['substituted twice', 'A == INSTANCE Other WITH K <- 1, K <- 2', '2:39: "K" is substituted twice'],
  [
    'an operator for a constant',
    'F(x) == x\nA == INSTANCE Other WITH K <- F, v <- 1, Op <- F',
    '3:31: "F" takes 1 argument, not 0',
  ],
  [
    'an unknown member',
    'F(x) == x\nA == INSTANCE Other WITH K <- 1, v <- 1, Op <- F\nB == A!Nextt',
    '4:8: unknown name "Nextt"; did you mean "Next"?',
  ],
  [
    'a member that is LOCAL',
    'F(x) == x\nA == INSTANCE Other WITH K <- 1, v <- 1, Op <- F\nB == A!Hidden',
    '4:8: unknown name "Hidden"',
  ],
  ['a member of no instance', 'CONSTANT A\nB == A!C', '3:6: "A" is no instance of a module'],
  [
    'an instance as a value',
    'F(x) == x\nA == INSTANCE Other WITH K <- 1, v <- 1, Op <- F\nB == A',
    '4:6: "A" is an instance of a module; one of its definitions is written A!Op',
  ],
];

describe('what is wrong with names is said with its place', () => {
  test.each(problems)('%s', (_, body, message) => {
    expect(messageOf(() => specOf({ Other: other, M: body }))).toBe(`M.tla:${message}`);
  });

  test('the line is shown', () => {
    expect(problemOf(() => specOf({ M: 'A == 1\nB ==  Aa' }))).toBe(
      'M.tla:3:7: unknown name "Aa"; did you mean "A"?\n  3 | B ==  Aa\n    |       ^^',
    );
  });

  test('a mistake in another module has its file', () => {
    expect(messageOf(() => specOf({ Other: 'A == b', M: 'EXTENDS Other' }))).toBe('Other.tla:2:6: unknown name "b"');
  });

  test('modules in a circle', () => {
    expect(messageOf(() => specOf({ Other: 'EXTENDS M', M: 'EXTENDS Other' }))).toBe(
      'Other.tla:2:9: modules depend on each other: M, Other, M',
    );
  });
});

describe('what is no mistake', () => {
  test.each([
    ['the same module on two ways', { Other: 'EXTENDS Naturals', M: 'EXTENDS Naturals, Other\nA == 1 + 1' }],
    [
      'operators that several modules of ours define',
      { M: 'EXTENDS Functions, SequencesExt\nA == IsInjective(<<1>>)' },
    ],
    ['an instance of a module without declarations, twice', { Other: 'X == 1', M: 'INSTANCE Other\nEXTENDED == X' }],
    ['the same names in branches that do not meet', { M: 'A == (\\E x \\in {} : x) /\\ (\\E x \\in {} : x)' }],
    ['a declared recursion', { M: 'RECURSIVE A(_), B(_)\nA(x) == B(x)\nB(x) == A(x)' }],
    ['a function that mentions itself', { M: 'f[x \\in {1}] == f[x]' }],
    ['a recursion in a LET', { M: 'A == LET RECURSIVE f(_)\n  f(x) == f(x) IN f(1)' }],
    ['implicit substitutions', { Other: other, M: 'CONSTANTS K, Op(_)\nVARIABLE v\nINSTANCE Other\nA == Next' }],
    [
      'a parametrised instance',
      { Other: other, M: 'A(v) == INSTANCE Other WITH K <- 1, Op <- LAMBDA x : x\nVARIABLE w\nB == A(w)!Next' },
    ],
    [
      'an instance through an instance',
      {
        Other: other,
        Middle: 'VARIABLE v\nI(K) == INSTANCE Other WITH Op <- LAMBDA x : x',
        M: 'VARIABLE w\nJ == INSTANCE Middle WITH v <- w\nB == J!I(3)!Next',
      },
    ],
    [
      'a module within the module',
      { M: 'CONSTANT C\n---- MODULE In ----\nCONSTANT D\nE == C = D\n====\nI == INSTANCE In WITH D <- 1\nA == I!E' },
    ],
    ['an operator of the user', { M: 'a \\prec b == a = b\n-. a == a\na ^+ == a\nA == 1 \\prec -(2^+)' }],
  ])('%s', (_, modules) => {
    expect(messageOf(() => specOf(modules))).toBe('nothing is wrong');
  });

  test('every module that ships with us is sound', () => {
    const names = [
      'Naturals, Integers, Reals, Sequences, FiniteSets, TLC',
      'Bags',
      'Functions',
      'FiniteSetsExt',
      'SequencesExt',
      'Folds',
      'Json',
      'TLCExt',
      'Randomization',
      'TLAPS',
      'FiniteSetTheorems',
      'NaturalsInduction',
      'WellFoundedInduction',
      'SequenceTheorems',
    ];
    for (const name of names) expect(messageOf(() => specOf({ M: `EXTENDS ${name}` }))).toBe('nothing is wrong');
  });
});
