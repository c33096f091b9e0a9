import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromDumpedTrace, isDumpedTrace } from '../../../../sim/tla/tlc/dump-trace.ts';
import { fromItf, isItf, toItf } from '../../../../sim/tla/tlc/itf.ts';
import {
  type Trace,
  backToState,
  diffTrace,
  fullLastStep,
  fullTrace,
  stuttering,
} from '../../../../sim/tla/tlc/trace.ts';
import { traces } from './tlc-text.ts';

function step(no: number, name: string, state: Trace[number]['state']): Trace[number] {
  return { no, name, location: null, state };
}

const full: Trace = [
  step(1, 'Initial predicate', { x: 1, s: { '#set': [1, 2] } }),
  step(2, 'A', { x: 2, s: { '#set': [2, 1] } }),
  step(3, 'B', { x: 2, s: { '#set': [1] } }),
];

describe('full traces and diff traces', () => {
  test('a diff trace has what changed, and an order of elements is no change', () => {
    expect(diffTrace(full, false).map(({ state }) => state)).toEqual([
      full[0]?.state,
      { x: 2 },
      { s: { '#set': [1] } },
    ]);
    expect(diffTrace(full, true).at(-1)).toEqual(full[2]);
  });

  test('a diff trace becomes whole again, all or only its last state', () => {
    const diff = diffTrace(full, false);
    expect(fullTrace(diff).map(({ state }) => state)).toEqual([
      { x: 1, s: { '#set': [1, 2] } },
      { x: 2, s: { '#set': [1, 2] } },
      { x: 2, s: { '#set': [1] } },
    ]);
    expect(fullLastStep(diff).map(({ state }) => Object.keys(state))).toEqual([['x', 's'], ['x'], ['x', 's']]);
  });

  test('any full trace survives', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        expect(fullTrace(diffTrace(trace, false))).toEqual(fullTrace(trace));
      }),
    );
  });
});

describe('ITF', () => {
  test('has its own integers, strings for model values, and our actions beside', () => {
    const trace: Trace = [
      step(1, 'Initial predicate', { x: 1, f: { '#map': [[{ '#mv': 'm' }, { a: true }]] } }),
      step(2, stuttering, {}),
    ];
    expect(toItf(trace)).toEqual({
      '#meta': { format: 'ITF', 'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html' },
      vars: ['x', 'f'],
      states: [
        {
          '#meta': { index: 0, action: 'Initial predicate' },
          x: { '#bigint': '1' },
          f: { '#map': [['m_OF_MODEL', { a: true }]] },
        },
      ],
      loop: 0,
    });
  });

  test('of other tools is read: plain numbers, lists, no actions', () => {
    const json = { vars: ['x'], states: [{ x: [1, 'a'] }, { '#meta': { index: 1 }, x: { '#tup': [] } }], loop: 0 };
    expect(isItf(json)).toBe(true);
    expect(fromItf(json)).toEqual([
      step(1, 'Initial predicate', { x: { '#tup': [1, 'a'] } }),
      step(2, 'Next', { x: { '#tup': [] } }),
      step(1, backToState, {}),
    ]);
  });

  test('a string that looks like a model value is refused', () => {
    expect(() => toItf([step(1, 'Initial predicate', { x: 'm_OF_MODEL' })])).toThrow('it looks like a model value');
  });

  test.each([
    [{}, 'no list of states'],
    [{ states: [1] }, 'state 0 is no object'],
    [{ states: [{ x: { '#set': 1 } }] }, '{"#set":1} is no value'],
    [{ states: [{ x: { '#map': [[1]] } }] }, '[1] is no pair of a map'],
    [{ states: [{ x: { '#unserializable': 'Nat' } }] }, '{"#unserializable":"Nat"} is no value'],
    [{ states: [{ x: null }] }, 'null is no value'],
    [{ states: [{ x: 1.5 }] }, '1.5 is no value'],
    [{ states: [{ x: 1 }], loop: 3 }, 'the loop leads to no state'],
  ])('%j is no ITF', (json, problem) => {
    expect(() => fromItf(json)).toThrow(problem);
  });

  test('any trace comes back', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const back = fromItf(JSON.parse(JSON.stringify(toItf(trace))));
        expect(fullTrace(back)).toEqual(fullTrace(trace));
      }),
    );
  });
});

describe('the JSON of tlc -dumpTrace json', () => {
  const location = { beginLine: 3, beginColumn: 4, endLine: 5, endColumn: 6, module: 'M' };
  const counterexample = {
    action: [[[1, { x: 0 }], { name: 'Next', location }, [2, { x: [1, 'a'] }]]],
    state: [
      [1, { x: 0 }],
      [2, { x: [1, 'a'] }],
    ],
  };
  const trace: Trace = [
    step(1, 'Initial predicate', { x: 0 }),
    { no: 2, name: 'Next', location: 'line 3, col 4 to line 5, col 6 of module M', state: { x: { '#tup': [1, 'a'] } } },
  ];

  test.each([
    ['plain', counterexample],
    ['wrapped', { counterexample }],
  ])('%s', (_, json) => {
    expect(isDumpedTrace(json)).toBe(true);
    expect(fromDumpedTrace(json)).toEqual(trace);
  });

  test.each([
    [{ state: [], action: [1] }, 'an action is no triple'],
    [{ state: [[1]], action: [] }, 'a state is no pair'],
    [{ state: [] }, 'no trace of -dumpTrace json'],
  ])('%j', (json, problem) => {
    expect(() => fromDumpedTrace(json)).toThrow(problem);
  });
});
