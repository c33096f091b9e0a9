import { describe, expect, test } from 'vitest';
import { TlaParser } from '../../../../sim/tla/parse/tla-parser.ts';
import { messageOf, moduleText, problemOf } from '../written-spec.ts';

const parser = await TlaParser.load();

function parse(text: string): unknown {
  return parser.parse({ file: 'M.tla', text }, 0);
}

describe('what is no TLA+ is said at the token where no reading goes on', () => {
  test.each([
    ['an operator without operand', 'A == 1 +', '3:1: unexpected "===="'],
    ['a set', 'A == {1, 2\nB == 3', '3:1: unexpected "B"; the "{" in line 2 is not closed'],
    ['a tuple within what is finished', 'A == f[<<1, 2]', '2:14: unexpected "]"; the "<<" in line 2 is not closed'],
    ['a misspelt keyword', 'A == [f EXEPT ![1] = 2]', '2:9: unexpected "EXEPT"; the "[" in line 2 is not closed'],
    ['a keyword and nothing after', 'A == [f EXCEPT 1]', '2:16: unexpected "1"; expected "!"'],
    ['an IF without ELSE', 'A == IF f THEN 3\nB == 4', '3:1: unexpected "B"; the IF in line 2 has no ELSE'],
    ['a LET without IN', 'A == LET b == 1\nB == 4', '4:1: unexpected "===="; the LET in line 2 has no IN'],
    ['a quantifier without set', 'A == \\E x Nat : 3', '2:11: unexpected "Nat"; expected "," or ":" or "\\in"'],
    ['no name', 'A == CHOOSE 3 : 4', '2:13: unexpected "3"; expected a name or "<<"'],
    [
      'after comments',
      'A == (1 (* + {2 *) + "{" \\* + {3\n  B == 4',
      '3:3: unexpected "B"; the "(" in line 2 is not closed',
    ],
  ])('%s', (_, body, expected) => {
    expect(messageOf(() => parse(moduleText('M', body)))).toBe(`M.tla:${expected}`);
  });

  test('the line is shown, and the token marked', () => {
    expect(problemOf(() => parse(moduleText('M', '\tA == [f EXEPT ![1] = 2]')))).toBe(
      'M.tla:2:10: unexpected "EXEPT"; the "[" in line 2 is not closed\n  2 | \tA == [f EXEPT ![1] = 2]\n    | \t        ^^^^^',
    );
  });

  test('a module that does not end', () => {
    const message = 'M.tla:3:1: the text ends before the module does, with "===="';
    expect(messageOf(() => parse('---- MODULE M ----\nA == 1\n'))).toBe(message);
  });

  test('a file without a module', () => {
    expect(messageOf(() => parse('hello\n'))).toBe('M.tla:1:1: no module here; it begins with "---- MODULE Name ----"');
  });
});

describe('operators that do not mix need parentheses', () => {
  test.each([
    ['A == x => y => z', '2:13: "=>" and "=>" side by side need parentheses'],
    ['A == x /\\ y \\/ z', '2:13: "/\\" and "\\/" side by side need parentheses'],
    ['A == x = y = z', '2:12: "=" and "=" side by side need parentheses'],
    ['A == 1 + 2 % 3', '2:12: "+" and "%" side by side need parentheses'],
    ['A == S \\cup T \\cap U', '2:15: "\\cup" and "\\cap" side by side need parentheses'],
    ["A == ENABLED x'", `2:15: "ENABLED" and "'" side by side need parentheses`],
    ['A == []x = y', '2:10: "[]" and "=" side by side need parentheses'],
  ])('%s', (body, expected) => {
    expect(messageOf(() => parse(moduleText('M', body)))).toBe(`M.tla:${expected}`);
  });

  test.each(['x + y - z', 'x - y - z', '~x = y', 'x = -y * z', 'SUBSET S \\cup T', '[]x => <>y', 'x /\\ ~y /\\ z'])(
    '%s is fine',
    (text) => {
      expect(() => parse(moduleText('M', `A == ${text}`))).not.toThrow();
    },
  );
});

describe('what the grammar lets pass', () => {
  test.each([
    ['RECURSIVE f(_)\nA == 1', '2:11: "f" is declared RECURSIVE but not defined'],
    ['RECURSIVE f(_)\nf(a, b) == 1', '3:1: "f" is declared RECURSIVE with 1 parameter'],
    ['A == LET RECURSIVE f(_)\n  f == 1 IN f', '3:3: "f" is declared RECURSIVE with 1 parameter'],
    ['A == [a |-> 1, a |-> 2]', '2:16: the field "a" is given twice'],
  ])('%s', (body, expected) => {
    expect(messageOf(() => parse(moduleText('M', body)))).toBe(`M.tla:${expected}`);
  });
});
