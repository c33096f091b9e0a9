import { expect, test } from 'vitest';
import { checkFile, checkText, countsOf } from './specs.ts';

// States generated, distinct states and depth as TLC reports them for specs of this shape.
test.each([
  ['DieHard', 'DieHard', 97, 16, 8],
  ['TCommit', 'TCommit', 94, 34, 7],
  ['TwoPhase', 'TwoPhase', 1146, 288, 11],
  ['CoffeeCan', 'CoffeeCan', 20_002, 5150, 1],
  ['TokenRing', 'TokenRing', 248_832, 46_656, 1],
  ['Counters', 'Counters', 2701, 1000, 28],
] as const)(
  '%s with %s.cfg: %i generated, %i distinct, depth %i',
  async (module, config, generated, distinct, depth) => {
    const result = await checkFile(module, config);
    expect(result.message).toBe('');
    expect(countsOf(result)).toEqual([generated, distinct, depth]);
  },
);

const frame = 'EXTENDS Naturals\nVARIABLES x, y\n';

test.each([
  // Every true disjunct is a way, also where none mentions a primed variable.
  ["Init == x = 0 /\\ y = 0\nNext == (x = 0 \\/ y = 0) /\\ x' = 1 /\\ y' = 1", [3, 2, 2]],
  // Every witness is a way.
  ["Init == x = 0 /\\ y = 0\nNext == (\\E i \\in 1..3 : i > 1) /\\ x = 0 /\\ x' = 1 /\\ y' = 1", [3, 2, 2]],
  // A universal quantifier is a conjunction of ways.
  [
    "Init == x = 0 /\\ y = 0\nNext == x = 0 /\\ (\\A i \\in 1..2 : i > 5 \\/ i < 5 \\/ x = 0) /\\ x' = 1 /\\ y' = y",
    [5, 2, 2],
  ],
  // Below a negation, an implication's premise, a comparison or IF nothing branches.
  ["Init == x = 0 /\\ y = 0\nNext == x = 0 /\\ ~~(x = 0 \\/ y = 0) /\\ x' = 1 /\\ y' = y", [2, 2, 2]],
  ["Init == x = 0 /\\ y = 0\nNext == x = 0 /\\ (IF x = 0 \\/ y = 0 THEN x' = 1 ELSE x' = 2) /\\ y' = y", [2, 2, 2]],
  ["Init == x = 0 /\\ y = 0\nNext == x = 0 /\\ ((x = 0 \\/ y = 0) => x' = 1) /\\ y' = y", [2, 2, 2]],
  // What is assigned is compared, and sets have each element once.
  [
    "Init == x \\in {1, 2, 2} /\\ y \\in 1..2 /\\ x = y\nNext == x' = y /\\ y' \\in {x', 9} /\\ x' \\in 1..2 /\\ y' < 9",
    [4, 2, 1],
  ],
  ["Init == x = 0 /\\ y \\in {0, 1}\nNext == UNCHANGED <<x, y>> \\/ (x' = x /\\ UNCHANGED y)", [6, 2, 1]],
  // Initial states count each time they are generated.
  ['Init == (x = 0 \\/ x = 0) /\\ y = 0\nNext == FALSE', [2, 1, 1]],
  // `[A]_v` in the relation itself adds the step that changes nothing.
  ["Init == x = 0 /\\ y = 0\nNext == [x < 1 /\\ x' = x + 1 /\\ y' = y]_<<x, y>>", [4, 2, 2]],
  ["Init == x = 0 /\\ y = 0\nNext == <<x < 1 /\\ x' \\in {x, x + 1} /\\ y' = y>>_<<x, y>>", [2, 2, 2]],
] as const)('%s', (body, counts) => {
  const result = checkText(`${frame}${body}`, 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE');
  expect(result.message).toBe('');
  expect(countsOf(result)).toEqual(counts);
});

const counter =
  "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = x + 1\nSmall == x < 3\nStep == x' < 3\nTwo == x % 2\n";

test('states beyond a constraint are generated and asked, not kept', () => {
  expect(countsOf(checkText(counter, 'INIT Init\nNEXT Next\nCONSTRAINT Small'))).toEqual([4, 3, 3]);
  const result = checkText(`${counter}Inv == x # 3`, 'INIT Init\nNEXT Next\nCONSTRAINT Small\nINVARIANT Inv');
  expect(result).toMatchObject({ result: 'invariant', violated: 'Inv', distinct: 3 });
  expect(result.trace.length).toBe(4);
});

test('steps beyond an action constraint are not taken', () => {
  expect(countsOf(checkText(counter, 'INIT Init\nNEXT Next\nACTION_CONSTRAINT Step'))).toEqual([4, 3, 3]);
});

test('states of the same view are one', () => {
  expect(countsOf(checkText(counter, 'INIT Init\nNEXT Next\nVIEW Two'))).toEqual([3, 2, 2]);
});

test('states that symmetry makes equal are one', () => {
  const body = `EXTENDS TLC, FiniteSets
CONSTANT P
VARIABLE in
Init == in = {}
Next == \\E p \\in P : in' = in \\cup {p}
Sym == Permutations(P)`;
  const config = 'INIT Init\nNEXT Next\nCONSTANT P = {a, b, c, d}\n';
  expect(countsOf(checkText(body, config))).toEqual([1 + 16 * 4, 16, 5]);
  expect(countsOf(checkText(body, `${config}SYMMETRY Sym`))).toEqual([1 + 5 * 4, 5, 5]);
});

test('it stops at the bound on states', () => {
  expect(checkText(counter, 'INIT Init\nNEXT Next', { statesMax: 10 })).toMatchObject({ result: 'limit' });
});
