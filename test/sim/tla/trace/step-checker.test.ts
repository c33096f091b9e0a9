import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { closedWorld } from '../../../../sim/tla/compile/machine.ts';
import { loadProgram } from '../../../../sim/tla/load-spec.ts';
import { StepChecker } from '../../../../sim/tla/trace/step-checker.ts';
import type { TlaValue } from '../../../../sim/tla/tlc/value.ts';
import { fromData } from '../../../../sim/tla/values/from-data.ts';
import { toData } from '../../../../sim/tla/values/to-data.ts';

const folder = fileURLToPath(new URL('../checker/specs/', import.meta.url));
const program = await loadProgram(`${folder}TwoPhase.tla`, `${folder}TwoPhase.cfg`);

const manager = (name: string): TlaValue => ({ '#mv': name });
const rmState = (...states: readonly string[]): TlaValue => ({
  '#map': states.map((state, i) => [manager(`r${i + 1}`), state] as const),
});
const set = (...elements: readonly TlaValue[]): TlaValue => ({ '#set': elements });
const prepared = (name: string): TlaValue => ({ type: 'Prepared', rm: manager(name) });

function stateOf(checker: StepChecker, values: Readonly<Record<string, TlaValue>>): Int32Array {
  const state = checker.blank();
  for (const [name, value] of Object.entries(values)) {
    state[checker.variable(name)] = fromData(checker.values, value);
  }
  return state;
}

const start = {
  rmState: rmState('working', 'working', 'working'),
  tmState: 'init',
  tmPrepared: set(),
  msgs: set(),
};
const afterPrepare = { ...start, rmState: rmState('working', 'prepared', 'working'), msgs: set(prepared('r2')) };

describe('a step', () => {
  const checker = new StepChecker(program, closedWorld);
  const from = stateOf(checker, start);
  const to = stateOf(checker, afterPrepare);
  const r1 = fromData(checker.values, manager('r1'));
  const r2 = fromData(checker.values, manager('r2'));
  const prepare = checker.action('RMPrepare');

  test('of the spec is one', () => {
    expect(checker.check(prepare, [r2], from, to)).toEqual([to]);
    expect(checker.initial('Init', checker.blank())).toEqual([from]);
  });

  test('with another argument, from another state, or with any variable changed is none', () => {
    expect(checker.check(prepare, [r1], from, to)).toEqual([]);
    expect(checker.check(prepare, [r2], to, to)).toEqual([]);
    for (const [i] of to.entries()) {
      const corrupted = to.with(i, fromData(checker.values, { '#mv': 'corrupted' }));
      expect(checker.check(prepare, [r2], from, corrupted)).toEqual([]);
    }
  });

  test('of which only something is known is completed', () => {
    expect(checker.check(prepare, [r2], from, checker.blank())).toEqual([to]);
    const known = stateOf(checker, { msgs: afterPrepare.msgs });
    expect(checker.check(prepare, [r2], from, known)).toEqual([to]);
  });

  test('that is none is explained by the first conjunct that is false', () => {
    const wrong = stateOf(checker, { ...afterPrepare, msgs: set() });
    const mismatch = checker.explain(prepare, [r2], from, wrong);
    expect(mismatch).toMatchObject({ seen: '{}', expected: '{[rm |-> r2, type |-> "Prepared"]}', fault: null });
    const tooLate = checker.explain(prepare, [r2], to, to);
    expect(program.sources[tooLate.span[0]]!.text.split('\n')[tooLate.span[1] - 1]).toMatch('rmState[r] = "working"');
  });

  test('is explained when little is known of what it led to', () => {
    const known = stateOf(checker, { msgs: set() });
    const mismatch = checker.explain(prepare, [r2], from, known);
    expect(mismatch).toMatchObject({ seen: '{}', expected: '{[rm |-> r2, type |-> "Prepared"]}', fault: null });
    const tooLate = checker.explain(prepare, [r2], to, checker.blank());
    expect(program.sources[tooLate.span[0]]!.text.split('\n')[tooLate.span[1] - 1]).toMatch('rmState[r] = "working"');
  });

  test('counts where it was taken', () => {
    const before = prepare.steps;
    checker.check(prepare, [r2], from, to);
    checker.check(prepare, [r1], from, to);
    expect(prepare.steps).toBe(before + 1);
  });

  test('names what the spec does not have', () => {
    expect(() => checker.action('RMForget')).toThrow('the spec has no definition RMForget');
    expect(() => checker.variable('nowhere')).toThrow('the spec has no variable nowhere');
    expect(() => checker.check(prepare, [], from, to)).toThrow('takes 1 arguments, not 0');
  });
});

test('predicates are asked of states', () => {
  const checker = new StepChecker(program, closedWorld);
  const consistent = checker.predicate('Consistent');
  expect(consistent([], stateOf(checker, start))).toBe(true);
  const torn = stateOf(checker, { ...start, rmState: rmState('aborted', 'committed', 'working') });
  expect(consistent([], torn)).toBe(false);
});

test('values go to data and back', () => {
  const { values } = new StepChecker(program, closedWorld);
  const all: readonly TlaValue[] = [
    true,
    -7,
    2 ** 40,
    'text',
    manager('r1'),
    set(1, 'a', set()),
    { '#tup': [1, { '#tup': [] }] },
    { a: 1, b: { c: set(2) } },
    { '#map': [[set(1), 'x']] },
  ];
  for (const data of all) expect(toData(values, fromData(values, data))).toEqual(data);
});
