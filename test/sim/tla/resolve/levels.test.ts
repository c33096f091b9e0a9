import { describe, expect, test } from 'vitest';
import { lastDefinition, messageOf, specOf } from '../written-spec.ts';

const surroundings = 'CONSTANTS C, D(_)\nVARIABLES x, y\n';

function levelOf(text: string): string {
  return lastDefinition(specOf({ M: `${surroundings}${text}` })).level;
}

describe('every definition has its level', () => {
  test.each([
    ['A == C', 'constant'],
    ['A == {z \\in C : z = 1}', 'constant'],
    ['A == x', 'state'],
    ['A == D(x)', 'state'],
    ["A == ENABLED (x' = 1)", 'state'],
    ["A == x'", 'action'],
    ['A == UNCHANGED x', 'action'],
    ['A == [FALSE]_x', 'action'],
    ['A == []TRUE', 'temporal'],
    ['A == x ~> y', 'temporal'],
    ['A == WF_x(FALSE)', 'temporal'],
    ['B(z) == z\nA == B(x)', 'state'],
    ["B(z) == 1\nA == B(x')", 'constant'],
    ['B(F(_)) == F(1)\nA == B(LAMBDA z : z = x)', 'state'],
    ["A == LET b(z) == z' IN b(x)", 'action'],
    ['RECURSIVE A(_), B(_)\nB(n) == IF n THEN x ELSE A(n)\nA(n) == B(n)', 'state'],
  ])('%s is of level %s', (text, level) => {
    expect(levelOf(text)).toBe(level);
  });
});

describe('what is of too high a level for its place is said', () => {
  test.each([
    ["A == x''", '4:6: an action stands before a prime, where only a state function may'],
    ["B == x'\nA == B'", '5:6: an action stands before a prime, where only a state function may'],
    ["B(z) == z'\nA == B(x')", '5:8: an action stands as an argument of "B", where only a state function may'],
    [
      "B(z) == LET b == z' IN b\nA == B(x')",
      '5:8: an action stands as an argument of "B", where only a state function may',
    ],
    ['A == UNCHANGED UNCHANGED x', '4:16: an action stands after UNCHANGED, where only a state function may'],
    ["A == [](x')", '4:9: an action stands after [], where it needs the form [A]_v'],
    ["A == <>(x' = 1)", '4:9: an action stands after <>, where it needs the form <<A>>_v'],
    ["A == x' ~> y", '4:6: an action stands beside ~>'],
    ['A == [[]TRUE]_x', '4:7: a temporal formula stands where an action is expected'],
    ["A == [FALSE]_(x')", '4:15: an action stands as the subscript of an action, where only a state function may'],
    ['A == {[]TRUE}', '4:7: a temporal formula stands in a set'],
    ['ASSUME x = 1', '4:8: a state function stands in an ASSUME, where only a constant may'],
  ])('%s', (text, message) => {
    expect(messageOf(() => specOf({ M: `${surroundings}${text}` }))).toBe(`M.tla:${message}`);
  });

  test('an action for a variable of an instance', () => {
    const modules = { N: 'VARIABLE v', M: "VARIABLE x\nA == INSTANCE N WITH v <- x'" };
    expect(messageOf(() => specOf(modules))).toBe('M.tla:3:27: an action cannot be substituted for "v" of N');
  });

  test('a state function for a constant of an instance raises what depends on it', () => {
    const { graph } = specOf({
      N: 'CONSTANT K\nUses == K\nIgnores == 1',
      M: 'VARIABLE x\nI == INSTANCE N WITH K <- x\nA == I!Uses\nB == I!Ignores',
    });
    const levels = graph.modules.at(-1)?.units.flatMap((unit) => (unit.kind === 'definition' ? [unit.level] : []));
    expect(levels).toEqual(['state', 'constant']);
  });
});
