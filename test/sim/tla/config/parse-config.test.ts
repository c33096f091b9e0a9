import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../../sim/tla/config/parse-config.ts';
import { messageOf, problemOf, withoutSpans } from '../written-spec.ts';

function parse(text: string) {
  return parseConfig({ file: 'M.cfg', text }, 3);
}

describe('the .cfg file', () => {
  test('has sections in any order, with comments between them', () => {
    const config = parse(String.raw`\* a comment
SPECIFICATION Spec (* another
  one *) INVARIANTS TypeOK, Safe
INVARIANT Third
PROPERTY Live PROPERTIES Other
CONSTRAINT Small ACTION_CONSTRAINT Step VIEW view SYMMETRY Perms ALIAS Short POSTCONDITION Done
CHECK_DEADLOCK FALSE`);
    expect(withoutSpans(config)).toEqual({
      specification: { name: 'Spec' },
      init: null,
      next: null,
      invariants: [{ name: 'TypeOK' }, { name: 'Safe' }, { name: 'Third' }],
      properties: [{ name: 'Live' }, { name: 'Other' }],
      constants: [],
      constraints: [{ name: 'Small' }],
      actionConstraints: [{ name: 'Step' }],
      view: { name: 'view' },
      symmetry: [{ name: 'Perms' }],
      alias: { name: 'Short' },
      postcondition: { name: 'Done' },
      checkDeadlock: false,
    });
  });

  test('gives constants values, model values, sets of them, and operators', () => {
    const { constants } = parse(`CONSTANTS
  N = 3  Low = -2
  Name = "a b" Yes = TRUE
  Server = {s1, s2, {}}
  Nat <- Small, Op <-[Other] Mine
  + <- Plus`);
    expect(withoutSpans(constants)).toEqual([
      { name: 'N', to: { kind: 'value', value: { kind: 'integer', value: 3 } }, module: null },
      { name: 'Low', to: { kind: 'value', value: { kind: 'integer', value: -2 } }, module: null },
      { name: 'Name', to: { kind: 'value', value: { kind: 'string', value: 'a b' } }, module: null },
      { name: 'Yes', to: { kind: 'value', value: { kind: 'boolean', value: true } }, module: null },
      {
        name: 'Server',
        to: {
          kind: 'value',
          value: {
            kind: 'set',
            elements: [
              { kind: 'modelValue', name: 's1' },
              { kind: 'modelValue', name: 's2' },
              { kind: 'set', elements: [] },
            ],
          },
        },
        module: null,
      },
      { name: 'Nat', to: { kind: 'operator', name: 'Small' }, module: null },
      { name: 'Op', to: { kind: 'operator', name: 'Mine' }, module: 'Other' },
      { name: '+', to: { kind: 'operator', name: 'Plus' }, module: null },
    ]);
  });

  test('places count from its own first line', () => {
    expect(parse('INIT Init\n  NEXT  Next').next).toEqual({ name: 'Next', span: [3, 2, 9, 2, 13] });
  });

  test.each([
    ['INVARIENT Inv', '1:1: unknown keyword "INVARIENT"; did you mean "INVARIANT"?'],
    ['INIT Init\nINVARIANT A\nPROPERTEIS B', '3:1: unknown keyword "PROPERTEIS"; did you mean "PROPERTIES"?'],
    ['INIT', '1:5: the file ends here; expected a name after INIT'],
    ['INIT NEXT Next', '1:6: unexpected "NEXT"; expected a name after INIT'],
    ['INIT A\nINIT B', '2:1: INIT is given twice'],
    ['SPECIFICATION Spec\nNEXT B', '2:6: SPECIFICATION already says what INIT and NEXT would'],
    ['CONSTANT N 3', '1:12: unexpected "3"; expected "=" or "<-" after "N"'],
    ['CONSTANT N = {1, 2', '1:19: the file ends here; expected "," or "}"'],
    [
      'CONSTANT N = ',
      '1:14: the file ends here; expected a number, a string, TRUE, FALSE, a model value or a set of them',
    ],
    ['CHECK_DEADLOCK maybe', '1:16: unexpected "maybe"; expected TRUE or FALSE after CHECK_DEADLOCK'],
    ['CONSTANT N = "abc', '1:14: a string that does not end'],
    ['Init', '1:1: unknown keyword "Init"; did you mean "INIT"?'],
  ])('%j', (text, message) => {
    expect(messageOf(() => parse(text))).toBe(`M.cfg:${message}`);
  });

  test('the line of a mistake is shown', () => {
    expect(problemOf(() => parse('INIT Init\nNEXT 3'))).toBe(
      'M.cfg:2:6: unexpected "3"; expected a name after NEXT\n  2 | NEXT 3\n    |      ^',
    );
  });
});
