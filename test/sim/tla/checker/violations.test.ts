import { describe, expect, test } from 'vitest';
import { SpecError } from '../../../../sim/tla/source/spec-error.ts';
import { checkFile, checkModules, checkText, traceLines } from './specs.ts';

test('an invariant that is false comes with the shortest trace', async () => {
  const result = await checkFile('DieHard', 'DieHardSolved');
  expect(result).toMatchObject({ result: 'invariant', violated: 'NotSolved', depth: 7 });
  expect(traceLines(result)).toEqual([
    'small = 0, big = 0',
    'FillBig(): big = 5',
    'BigToSmall(): small = 3, big = 2',
    'EmptySmall(): small = 0',
    'BigToSmall(): small = 2, big = 0',
    'FillBig(): big = 5',
    'BigToSmall(): small = 3, big = 4',
  ]);
});

const counter = `EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\\ y \\in 0..1
Add(n) == x' = x + n /\\ UNCHANGED y
Next == (x < 4 /\\ FALSE) \\/ \\E n \\in 1..2 : x + n <= 4 /\\ Add(n)
Adds == \\E n \\in 1..2 : Add(n)
Spec == Init /\\ [][Next]_<<x, y>>
`;

test('an action is named by what the relation calls, with what it is called with', () => {
  const body = `${counter}Rest == x < 2 /\\ Add(1)\nNext2 == Rest \\/ \\E n \\in {2} : Add(n)\nInv == x < 4`;
  const result = checkText(body, 'INIT Init\nNEXT Next2\nINVARIANT Inv');
  expect(traceLines(result)).toEqual(['x = 0, y = 0', 'Add(n = 2): x = 2', 'Add(n = 2): x = 4']);
});

test('a state without a step is a deadlock, unless that is allowed', () => {
  const result = checkText(counter, 'SPECIFICATION Spec');
  expect(result).toMatchObject({ result: 'deadlock', violated: null });
  expect(traceLines(result).at(-1)).toMatch('x = 4');
  expect(checkText(counter, 'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE').result).toBe('ok');
  expect(checkText(counter, 'SPECIFICATION Spec', { checkDeadlock: false }).result).toBe('ok');
});

test.each([
  ['P == [](x < 4)', 3],
  ["P == [][x' > x + 1]_x", 2],
  ["P == [][x' # 3]_<<x>>", 3],
  ['P == x = 1', 1],
  ['P == y = 0 /\\ [](x >= 0)', 1],
  ["P == \\A n \\in 2..4 : [][x' < n]_x", 2],
] as const)('%s is violated in state %i', (property, length) => {
  const result = checkText(`${counter}${property}`, 'SPECIFICATION Spec\nPROPERTY P\nCHECK_DEADLOCK FALSE');
  expect(result).toMatchObject({ result: 'property', violated: 'P' });
  expect(result.trace.length).toBe(length);
});

describe('refinement', () => {
  const abstract = `EXTENDS Naturals
VARIABLE v
Init == v = 0
Next == v' = v + 1
Spec == Init /\\ [][Next]_v
Live == Spec /\\ WF_v(v < 2 /\\ Next)`;
  const concrete = (mapping: string, next: string): string => `EXTENDS Naturals
VARIABLES a, b
Init == a = 0 /\\ b = 0
Next == ${next}
Spec == Init /\\ [][Next]_<<a, b>> /\\ WF_<<a, b>>(Next)
Abs == INSTANCE Abstract WITH v <- ${mapping}
Implements == Abs!Spec
ImplementsLive == Abs!Live
EnabledAgrees == ENABLED Abs!Next`;
  const config = 'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nPROPERTY ';
  const halfSteps = "a + b < 4 /\\ IF a = b THEN a' = a + 1 /\\ b' = b ELSE b' = b + 1 /\\ a' = a";

  test('steps of the implementation are steps of the abstraction, or none', () => {
    expect(checkModules({ Abstract: abstract, M: concrete('b', halfSteps) }, `${config}Implements`)).toMatchObject({
      result: 'ok',
    });
    expect(checkModules({ Abstract: abstract, M: concrete('2 * b', halfSteps) }, `${config}Implements`)).toMatchObject({
      result: 'property',
      violated: 'Implements',
    });
    expect(checkModules({ Abstract: abstract, M: concrete('b + 1', halfSteps) }, `${config}Implements`)).toMatchObject({
      result: 'property',
    });
  });

  test('fairness is implied, or is not', () => {
    expect(checkModules({ Abstract: abstract, M: concrete('b', halfSteps) }, `${config}ImplementsLive`)).toMatchObject({
      result: 'ok',
    });
    const stops = "a + b < 2 /\\ IF a = b THEN a' = a + 1 /\\ b' = b ELSE b' = b + 1 /\\ a' = a";
    const result = checkModules({ Abstract: abstract, M: concrete('b', stops) }, `${config}ImplementsLive`);
    expect(result).toMatchObject({ result: 'property', violated: 'ImplementsLive', backTo: 2 });
  });

  test('ENABLED binds the primes of the abstraction, whatever they stand for', () => {
    // In the last state b cannot change any more, but v could.
    const result = checkModules(
      { Abstract: abstract, M: concrete('b', halfSteps) },
      'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nINVARIANT EnabledAgrees',
    );
    expect(result.result).toBe('ok');
  });
});

describe('what cannot be evaluated', () => {
  test('is shown with its place, and with the state in which it happened', () => {
    const body = `EXTENDS Naturals, Sequences
VARIABLE s
Init == s = <<1, 2>>
Next == s' = Tail(s)
Inv == Len(s) < 2 \\/
  s[3] = 0`;
    const result = checkText(body, 'INIT Init\nNEXT Next');
    expect(result).toMatchObject({ result: 'assert', message: 'Tail of the empty sequence', span: [0, 5, 14, 5, 21] });
    expect(traceLines(result)).toEqual(['s = <<1, 2>>', 'Next(): s = <<2>>', 'Next(): s = <<>>']);
    const invariant = checkText(body, 'INIT Init\nNEXT Next\nINVARIANT Inv');
    expect(invariant).toMatchObject({ result: 'assert', span: [0, 7, 3, 7, 7] });
    expect(invariant.message).toBe('3 is not in the domain of <<1, 2>>');
    expect(traceLines(invariant)).toEqual(['s = <<1, 2>>']);
  });

  test('an invariant without a value is shown with the state that it was asked of', () => {
    const body = "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = x + 1\nInv == <<1, 2>>[x + 1] < 9";
    const result = checkText(body, 'INIT Init\nNEXT Next\nINVARIANT Inv');
    expect(result).toMatchObject({ result: 'assert', message: '3 is not in the domain of <<1, 2>>' });
    expect(traceLines(result)).toEqual(['x = 0', 'Next(): x = 1', 'Next(): x = 2']);
  });

  test('a variable that a step leaves open is named', () => {
    const body = "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nGo == x' = 1\nNext == Go";
    expect(checkText(body, 'INIT Init\nNEXT Next').message).toBe('Go leaves open what y will be');
    const early = "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = y' /\\ y' = 1";
    expect(checkText(early, 'INIT Init\nNEXT Next').message).toBe("y' is used before it has a value");
  });

  test('Assert ends the check with what it says', () => {
    const body =
      'EXTENDS TLC, Naturals\nVARIABLE x\nInit == x = 0\nNext == Assert(x < 1, <<"too much", x>>) /\\ x\' = x + 1';
    const result = checkText(body, 'INIT Init\nNEXT Next');
    expect(result).toMatchObject({ result: 'assert', message: 'Assert: <<"too much", 1>>' });
    expect(result.trace.length).toBe(2);
  });

  test('a recursion without end is an error, not a crash', () => {
    const body = "EXTENDS Naturals\nVARIABLE x\nRECURSIVE F(_)\nF(n) == F(n + 1) + 1\nInit == x = 0\nNext == x' = F(0)";
    expect(checkText(body, 'INIT Init\nNEXT Next')).toMatchObject({ result: 'assert', message: /recursion/ });
  });

  test('what is not supported is an error only where it is reached', () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' = x\nOdd == \\E z : z = x";
    expect(checkText(body, 'INIT Init\nNEXT Next').result).toBe('ok');
    expect(checkText(body, 'INIT Init\nNEXT Next\nINVARIANT Odd')).toMatchObject({ result: 'unsupported' });
  });
});

test('exploring nothing is an error', () => {
  const body =
    "EXTENDS Naturals\nVARIABLE x\nInit == x \\in {}\nNever == x = 0 /\\ FALSE\nAny == x = 0\nNext == x' = x\nOut == FALSE";
  expect(() => checkText(body, 'INIT Init\nNEXT Next')).toThrow(SpecError);
  expect(() => checkText(body, 'INIT Never\nNEXT Next')).toThrow(/there is no initial state/);
  expect(() => checkText(body, 'INIT Any\nNEXT Next\nCONSTRAINT Out')).toThrow(/cut off by a constraint/);
  expect(() => checkText(body, '')).toThrow(/nothing to check/);
});

test('assumptions are checked, also without a behaviour', () => {
  expect(checkText('EXTENDS Naturals\nASSUME 1 < 2\nASSUME Sure == 2 + 2 = 4', '')).toMatchObject({
    result: 'ok',
    distinct: 0,
  });
  expect(checkText('EXTENDS Naturals\nASSUME 1 < 2\nASSUME Odd == 2 + 2 = 5', '')).toMatchObject({
    result: 'assert',
    violated: 'Odd',
  });
});

test('the postcondition is asked at the end, and knows the numbers', () => {
  const body = `EXTENDS TLC, Naturals
VARIABLE x
Init == x = 0
Next == x < 3 /\\ x' = x + 1
Four == TLCGet("distinct") = 4
Five == TLCGet("distinct") = 5`;
  const config = 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\nPOSTCONDITION ';
  expect(checkText(body, `${config}Four`).result).toBe('ok');
  expect(checkText(body, `${config}Five`)).toMatchObject({ result: 'assert', violated: 'Five' });
});

test('an alias replaces the variables in traces', () => {
  const body = `EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = x + 1
Inv == x < 2
Alias == [double |-> 2 * x, next |-> x']`;
  const result = checkText(body, 'INIT Init\nNEXT Next\nINVARIANT Inv\nALIAS Alias');
  expect(traceLines(result)).toEqual(['double = 0, next = 1', 'Next(): double = 2, next = 2', 'Next(): double = 4']);
});

test('actions that were never possible show in the coverage', () => {
  const body =
    "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nUp == x < 2 /\\ x' = x + 1\nDown == x > 5 /\\ x' = 0\nNext == Up \\/ Down";
  const { coverage } = checkText(body, 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE');
  expect(coverage.map(({ name, generated, distinct }) => [name, generated, distinct])).toEqual([
    ['Up', 2, 2],
    ['Down', 0, 0],
  ]);
});
