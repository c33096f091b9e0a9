import { describe, expect, test } from 'vitest';
import type { Program, ProgramExpression, ProgramReference } from '../../../../sim/tla/ir/program.ts';
import { someReference } from '../../../../sim/tla/ir/visit.ts';
import { definitionNamed, messageOf, programOf, withoutSpans } from '../written-spec.ts';

const abstract = `EXTENDS Naturals
CONSTANTS K, Op(_)
VARIABLES v, w
Init == v = K
Next == v' = Op(v) + w
Live == WF_v(Next)
Can == ENABLED Next`;

function bodyOf(program: Program, name: string): unknown {
  return withoutSpans(definitionNamed(program, name).body);
}

/** The application of a definition, by its name. */
function call(program: Program, name: string, ...given: readonly unknown[]): unknown {
  const index = program.definitions.findIndex((definition) => definition.name === name);
  return { kind: 'apply', operator: { to: 'definition', index }, arguments: given };
}

function variable(index: number): unknown {
  return { kind: 'apply', operator: { to: 'variable', index }, arguments: [] };
}

function mentions(body: ProgramExpression, wanted: ProgramReference): boolean {
  return someReference(body, (reference) => JSON.stringify(reference) === JSON.stringify(wanted));
}

describe('constants', () => {
  test('have the values of the .cfg file', () => {
    const program = programOf({ M: 'CONSTANTS N, S\nA == <<N, S>>' }, 'CONSTANTS N = 3\nS = {m}');
    expect(bodyOf(program, 'A')).toEqual({ kind: 'tuple', elements: [call(program, 'N'), call(program, 'S')] });
    expect(bodyOf(program, 'S')).toEqual({ kind: 'set', elements: [{ kind: 'modelValue', name: 'm' }] });
  });

  test('are replaced by operators, and so are definitions and what the evaluator implements', () => {
    const modules = {
      M: 'EXTENDS Naturals\nCONSTANTS C, F(_)\nSmall == 0..3\nId(x) == x\nB == 1\nA == <<C, F(1), B, Nat>>',
    };
    const program = programOf(modules, 'CONSTANTS C <- Small F <- Id B <- Small Nat <- Small');
    const small = call(program, 'Small');
    expect(bodyOf(program, 'A')).toEqual({
      kind: 'tuple',
      elements: [small, call(program, 'Id', { kind: 'integer', value: 1 }), small, small],
    });
  });

  test('overrides reach into other modules, or into one alone', () => {
    const modules = {
      Low: 'EXTENDS Naturals\nNumbers == Nat',
      High: 'EXTENDS Naturals\nOther == Nat',
      M: 'EXTENDS Low, High\nSmall == 0..3\nA == Nat',
    };
    const everywhere = programOf(modules, 'CONSTANT Nat <- Small');
    for (const name of ['Numbers', 'Other', 'A']) {
      expect(bodyOf(everywhere, name)).toEqual(call(everywhere, 'Small'));
    }
    const inOne = programOf(modules, 'CONSTANT Nat <-[Low] Small');
    expect(bodyOf(inOne, 'Numbers')).toEqual(call(inOne, 'Small'));
    const natural = { kind: 'apply', operator: { to: 'intrinsic', module: 'Naturals', name: 'Nat' }, arguments: [] };
    for (const name of ['Other', 'A']) expect(bodyOf(inOne, name)).toEqual(natural);
  });
});

describe('an instance is a copy', () => {
  const refined = {
    Abs: abstract,
    M: `EXTENDS Naturals
VARIABLES x, y
A == INSTANCE Abs WITH K <- 0, Op <- LAMBDA a : a, v <- x + y, w <- y
Init == A!Init
Next == A!Next
Live == A!Live
Can == A!Can`,
  };

  test('what is substituted exists once, under the name of the copy; variables for variables are renamed', () => {
    const program = programOf(refined);
    expect(bodyOf(program, 'A!Init')).toEqual({
      kind: 'builtin',
      operator: '=',
      arguments: [call(program, 'A!v'), call(program, 'A!K')],
    });
    expect(bodyOf(program, 'A!v')).toMatchObject({ arguments: [variable(0), variable(1)] });
    expect(mentions(definitionNamed(program, 'A!Next').body, { to: 'variable', index: 1 })).toBe(true);
    expect(definitionNamed(program, 'A!Op').parameters).toHaveLength(1);
  });

  test('ENABLED and fairness bind the primes of what stands for the variables of the copied module', () => {
    const program = programOf(refined);
    const substituted = program.definitions.findIndex(({ name }) => name === 'A!v');
    const binds = [
      { to: 'definition', index: substituted },
      { to: 'variable', index: 1 },
    ];
    expect(bodyOf(program, 'A!Can')).toMatchObject({ kind: 'enabled', binds });
    expect(bodyOf(program, 'A!Live')).toMatchObject({ kind: 'weakFairness', binds });
  });

  test('two variables for the same one stay apart', () => {
    const program = programOf({
      Abs: "VARIABLES v, w\nBoth == v' = 1 /\\ w' = 2\nCan == ENABLED Both",
      M: 'VARIABLE x\nA == INSTANCE Abs WITH v <- x, w <- x\nCan == A!Can',
    });
    const [v, w] = ['A!v', 'A!w'].map((name) => program.definitions.findIndex((each) => each.name === name));
    const binds = [
      { to: 'definition', index: v },
      { to: 'definition', index: w },
    ];
    expect(v).not.toBe(w);
    expect(bodyOf(program, 'A!Can')).toMatchObject({ binds });
  });

  test('its parameters come first, and are passed on', () => {
    const program = programOf({
      Abs: 'CONSTANT K\nOne == K\nTwo(a) == <<a, One>>',
      M: 'A(p) == INSTANCE Abs WITH K <- <<p, p>>\nB == A(7)!Two(8)',
    });
    const [seven, eight] = [7, 8].map((value) => ({ kind: 'integer', value }));
    expect(bodyOf(program, 'B')).toEqual(call(program, 'A!Two', seven, eight));
    const two = definitionNamed(program, 'A!Two');
    expect(two.parameters.map(({ name }) => name)).toEqual(['p', 'a']);
    const [p] = two.parameters;
    const passed = { kind: 'apply', operator: { to: 'local', id: p?.id, name: 'p' }, arguments: [] };
    expect(bodyOf(program, 'A!Two')).toMatchObject({ elements: [{}, call(program, 'A!One', passed)] });
    expect(bodyOf(program, 'A!K')).toEqual({ kind: 'tuple', elements: [passed, passed] });
  });

  test('an operator of a parametrised one is passed with its parameter', () => {
    const program = programOf({
      Abs: 'CONSTANT K\nF(a) == <<a, K>>',
      M: 'A(p) == INSTANCE Abs WITH K <- p\nApply(G(_)) == G(1)\nB == Apply(A(7)!F)',
    });
    const lambda = { kind: 'lambda', body: { arguments: [{ kind: 'integer', value: 7 }, { kind: 'apply' }] } };
    expect(bodyOf(program, 'B')).toMatchObject({ arguments: [lambda] });
  });

  test('one in a LET takes along the identifiers that it uses', () => {
    const program = programOf({
      Abs: 'CONSTANTS K, F(_)\nOp(a) == F(<<a, K>>)',
      M: 'B(q, G(_)) == \\E z \\in q : LET I == INSTANCE Abs WITH K <- z, F <- G IN I!Op(1)',
    });
    const op = definitionNamed(program, 'I!Op');
    expect(op.parameters.map(({ name, arity }) => [name, arity])).toEqual([
      ['z', 0],
      ['G', 1],
      ['a', 0],
    ]);
    const [z, G] = definitionsUsed(program, 'B');
    expect([z, G]).toEqual([
      { kind: 'apply', operator: { to: 'local', id: 3, name: 'z' }, arguments: [] },
      { kind: 'operator', operator: { to: 'local', id: 2, name: 'G' } },
    ]);
  });

  test('one of an instance, and one without a name', () => {
    const program = programOf({
      Low: 'VARIABLE v\nGet == v',
      Mid: 'VARIABLE u\nINSTANCE Low WITH v <- u\nGot == Get',
      M: 'VARIABLE x\nI == INSTANCE Mid WITH u <- <<x>>\nA == <<I!Get, I!Got>>',
    });
    expect(bodyOf(program, 'I!Got')).toEqual(call(program, 'I!Get'));
    expect(bodyOf(program, 'I!u')).toEqual({ kind: 'tuple', elements: [variable(0)] });
  });

  test('a module within the module sees what is around it', () => {
    const program = programOf({
      M: 'VARIABLE x\n---- MODULE In ----\nCONSTANT D\nE == <<x, D>>\n====\nI == INSTANCE In WITH D <- 1\nA == I!E',
    });
    expect(bodyOf(program, 'I!E')).toEqual({ kind: 'tuple', elements: [variable(0), call(program, 'I!D')] });
  });

  function definitionsUsed(program: Program, name: string): readonly unknown[] {
    const { body } = definitionNamed(program, name);
    return withoutSpans((body as { body: { arguments: unknown } }).body.arguments) as readonly unknown[];
  }
});

describe('levels are those of the copy', () => {
  test('a constant for which a state function stands', () => {
    const program = programOf({
      Low: 'CONSTANT K\nUses == K\nIgnores == 1',
      M: 'VARIABLE x\nI == INSTANCE Low WITH K <- x\nA == <<I!Uses, I!Ignores>>',
    });
    expect(definitionNamed(program, 'I!Uses').level).toBe('state');
    expect(definitionNamed(program, 'I!Ignores').level).toBe('constant');
  });

  test('through recursion', () => {
    const program = programOf({
      M: 'VARIABLE x\nRECURSIVE A(_), B(_)\nA(n) == B(n)\nB(n) == IF n THEN A(n) ELSE x\nC == A(TRUE)',
    });
    expect(['A', 'B', 'C'].map((name) => definitionNamed(program, name).level)).toEqual(['state', 'state', 'state']);
  });
});

describe('what the .cfg file asks for', () => {
  const module = `VARIABLE x
CONSTANT N
Init == x = N
Next == x' = x
Inv == x = x
Twice(a) == a
Spec == Init /\\ [][Next]_x
Unused == N!1`;

  test('becomes entries; a variable can be the VIEW', () => {
    const program = programOf({ M: module }, 'CONSTANT N = 1 SPECIFICATION Spec INVARIANT Inv VIEW x');
    const { specification, invariants, view } = program.model;
    expect(program.definitions[specification?.definition ?? -1]?.name).toBe('Spec');
    expect(invariants.map(({ name }) => name)).toEqual(['Inv']);
    expect(withoutSpans(program.definitions[view?.definition ?? -1]?.body)).toEqual(variable(0));
    expect(program.variables.map(({ name }) => name)).toEqual(['x']);
  });

  test('what cannot be evaluated is listed', () => {
    const { unsupported } = programOf({ M: module }, 'CONSTANT N = 1');
    expect(unsupported).toEqual([{ construct: 'a subexpression selector', span: [0, 9, 11, 9, 14] }]);
  });

  test('assumptions come from all modules that are extended', () => {
    const program = programOf({ Low: 'ASSUME TRUE', M: 'EXTENDS Low\nASSUME Named == FALSE' });
    expect(withoutSpans(program.assumptions)).toEqual([
      { name: null, body: { kind: 'boolean', value: true } },
      { name: 'Named', body: { kind: 'boolean', value: false } },
    ]);
  });

  test.each([
    ['INIT Init', 'M.tla:3:10: constant "N" has no value; the .cfg file gives it one with CONSTANT N = …'],
    ['CONSTANT N = 1 INVARIANT Imv', 'M.cfg:1:26: the module defines no "Imv"; did you mean "Inv"?'],
    ['CONSTANT N = 1 M = 2', 'M.cfg:1:16: the module defines no "M"'],
    ['CONSTANT N = 1 N = 2', 'M.cfg:1:16: "N" is assigned twice'],
    ['CONSTANT x = 1', 'M.cfg:1:10: "x" is a variable and cannot be given a value'],
    ['CONSTANT N <- Twice', 'M.cfg:1:15: "Twice" and "N" take different numbers of arguments'],
    ['CONSTANT Twice = 1', 'M.cfg:1:18: "Twice" has parameters; an operator can be put in its place with "<-"'],
    ['CONSTANT N <-[L] Inv', 'M.cfg:1:10: no module "L" is part of the spec'],
    ['CONSTANT N = 1 INVARIANT Twice', 'M.cfg:1:26: "Twice" has parameters and cannot stand alone'],
    ['CONSTANT N = 1 INVARIANT Next', 'M.cfg:1:26: "Next" has the level of an action; INVARIANT wants no primes in it'],
    ['CONSTANT N = 1 INIT Spec', 'M.cfg:1:21: "Spec" has the level of a temporal formula; INIT wants no primes in it'],
  ])('%s', (config, message) => {
    expect(messageOf(() => programOf({ M: module }, config))).toBe(message);
  });
});
