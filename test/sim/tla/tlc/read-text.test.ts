import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextReader } from '../../../../sim/tla/tlc/text-reader.ts';
import { readDump, readTrace, withoutColour } from '../../../../sim/tla/tlc/read-output.ts';
import { type Trace, backToState } from '../../../../sim/tla/tlc/trace.ts';
import { sameValue } from '../../../../sim/tla/tlc/value.ts';
import { messageOf } from '../written-spec.ts';
import { reportText, stateText, states, traces, valueText, values } from './tlc-text.ts';

function sourceOf(text: string) {
  return { file: 'out.txt', text };
}

function value(text: string): unknown {
  return new TextReader(sourceOf(text)).onlyValue();
}

describe('values as TLC prints them', () => {
  test.each([
    ['-3', -3],
    ['9007199254740993', { '#bigint': '9007199254740993' }],
    ['"a\\"b"', 'a"b'],
    ['m1', { '#mv': 'm1' }],
    ['{}', { '#set': [] }],
    ['{2, 1, 2}', { '#set': [2, 1] }],
    ['1..3', { '#set': [1, 2, 3] }],
    ['<< >>', { '#tup': [] }],
    ['<<1, <<"a">>>>', { '#tup': [1, { '#tup': ['a'] }] }],
    ['[a |-> 1, b |-> {TRUE}]', { a: 1, b: { '#set': [true] } }],
    [
      '(m1 :> 1 @@ m2 :> 2)',
      {
        '#map': [
          [{ '#mv': 'm1' }, 1],
          [{ '#mv': 'm2' }, 2],
        ],
      },
    ],
    ['( 1 :> "a" @@\n  2 :> "b" )', { '#tup': ['a', 'b'] }],
    [
      '(0 :> "a" @@ 1 :> "b")',
      {
        '#map': [
          [0, 'a'],
          [1, 'b'],
        ],
      },
    ],
    ['("x" :> 1 @@ "y" :> 2)', { x: 1, y: 2 }],
    ['("#set" :> 1)', { '#map': [['#set', 1]] }],
    ['(1 :> "first" @@ 1 :> "second")', { '#tup': ['first'] }],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test.each([
    ['{1, 2', '1:6: the text ends here; expected ","'],
    ['[a -> 1]', '1:4: unexpected "-"; expected "|->"'],
    ['1 2', '1:3: unexpected "2" after the value'],
    ['(1 :> 2 @@ 3)', '1:13: unexpected ")"; expected ":>"'],
    ['', '1:1: the text ends here; expected a value'],
    ['1..9999999', '1:11: an interval of more than 1000000 elements'],
  ])('%j is said to be wrong where it is', (text, message) => {
    expect(messageOf(() => value(text))).toBe(`out.txt:${message}`);
  });

  test('any value is read back', () => {
    fc.assert(
      fc.property(values, (each) => {
        expect(new TextReader(sourceOf(valueText(each))).onlyValue()).toEqual(each);
      }),
    );
  });

  test('equality does not depend on order', () => {
    expect(sameValue({ '#set': [1, { a: 1, b: 2 }] }, { '#set': [{ b: 2, a: 1 }, 1] })).toBe(true);
    expect(
      sameValue(
        {
          '#map': [
            [0, 1],
            [5, 2],
          ],
        },
        {
          '#map': [
            [5, 2],
            [0, 1],
          ],
        },
      ),
    ).toBe(true);
    expect(sameValue({ '#tup': [1, 2] }, { '#tup': [2, 1] })).toBe(false);
    expect(sameValue({ '#mv': 'a' }, 'a')).toBe(false);
    expect(sameValue({ '#set': [1] }, { '#tup': [1] })).toBe(false);
  });
});

describe('states and dumps', () => {
  test('a state with one variable has no bullet', () => {
    expect(new TextReader(sourceOf('x = 1')).onlyState()).toEqual({ x: 1 });
  });

  test('any state is read back', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(new TextReader(sourceOf(stateText(state))).onlyState()).toEqual(state);
      }),
    );
  });

  test('a dump is a list of states', () => {
    const text = 'State 1:\n/\\ x = 1\n/\\ y = {1,\n  2}\n\nState 2:\n/\\ x = 2\n/\\ y = {}\n\n';
    expect(readDump(sourceOf(text))).toEqual([
      { x: 1, y: { '#set': [1, 2] } },
      { x: 2, y: { '#set': [] } },
    ]);
  });

  test.each([
    ['x = 1 /\\ x = 2', '1:11: "x" has two values in one state'],
    ['/\\ 3 = 1', '1:4: unexpected "3"; expected the name of a variable'],
    ['/\\ x = 1\n/\\ y = ', '2:8: the text ends here; expected a value'],
  ])('%j', (text, message) => {
    expect(messageOf(() => new TextReader(sourceOf(text)).onlyState())).toBe(`out.txt:${message}`);
  });
});

describe('traces in the report of TLC', () => {
  const report = `TLC2 Version 2.19
Error: Invariant Inv is violated.
Error: The behavior up to this point is:
State 1: <Initial predicate>
/\\ x = ( m1 :>
      [ a |-> 1 ] )

/\\ y = 1

State 2: <Next(1,2) line 5, col 8 to line 6, col 20 of module M>
/\\ y = 2

State 3: <Other line 9, col 1 to line 9, col 2 of module M>

Back to state 2: <Next line 5, col 8 to line 6, col 20 of module M>

11 states generated, 5 distinct states found, 0 states left on queue.
`;
  const steps: Trace = [
    { no: 1, name: 'Initial predicate', location: null, state: { x: { '#map': [[{ '#mv': 'm1' }, { a: 1 }]] }, y: 1 } },
    { no: 2, name: 'Next(1,2)', location: 'line 5, col 8 to line 6, col 20 of module M', state: { y: 2 } },
    { no: 3, name: 'Other', location: 'line 9, col 1 to line 9, col 2 of module M', state: {} },
    { no: 2, name: backToState, location: 'line 5, col 8 to line 6, col 20 of module M', state: {} },
  ];

  test('are found in the midst of it', () => {
    expect(readTrace(sourceOf(report))).toEqual(steps);
  });

  test('with colours and the line ends of Windows', () => {
    const coloured = report
      .replaceAll('\n', '\r\n')
      .replace('State 1', '\u001B[31mState 1')
      .replace('y = 1', 'y = 1\u001B[0m');
    expect(readTrace(withoutColour(sourceOf(coloured)))).toEqual(steps);
  });

  test('are empty where TLC found no error', () => {
    expect(readTrace(sourceOf('Model checking completed. No error has been found.\n'))).toEqual([]);
  });

  test('a mistake within has its line', () => {
    const broken = report.replace('/\\ y = 2', '/\\ y = {2');
    expect(messageOf(() => readTrace(sourceOf(broken)))).toBe('out.txt:11:10: the text ends here; expected ","');
    expect(messageOf(() => readTrace(sourceOf('hello')))).toBe(
      'out.txt:1:1: no trace here: no line begins with "State 1:"',
    );
  });

  test.each([false, true])('any trace is read back (with -tool: %s)', (tool) => {
    fc.assert(
      fc.property(traces, (trace) => {
        // What follows a trace without an end of its own is not part of it; TLC prints no state where nothing changes.
        const read = readTrace(sourceOf(reportText(trace, tool)));
        const plain = (each: Trace): unknown =>
          each.map(({ no, name, state }) => [no, name, name === 'Stuttering' ? {} : state]);
        expect(plain(read)).toEqual(plain(trace));
      }),
    );
  });
});
