// A trace of states held against a spec: what is a behaviour, what is none, and why.
import { describe, expect, it } from 'vitest';
import { check } from '../../../../sim/tla/checker/check.ts';
import type { CheckResult } from '../../../../sim/tla/checker/result.ts';
import { closedWorld } from '../../../../sim/tla/compile/machine.ts';
import type { GivenStep } from '../../../../sim/tla/tlc/trace-file.ts';
import { givenTrace } from '../../../../sim/tla/tlc/trace-file.ts';
import { checkTrace } from '../../../../sim/tla/trace/check-trace.ts';
import { programOf } from '../written-spec.ts';

const counter = `EXTENDS Naturals
VARIABLES x, last
Init == x = 0 /\\ last = {}
Up(by) == /\\ x + by <= 4
          /\\ x' = x + by
          /\\ last' = {by}
Reset == x = 4 /\\ x' = 0 /\\ last' = {}
Next == Reset \\/ \\E n \\in 1..2 : Up(n)
Spec == Init /\\ [][Next]_<<x, last>>
Small == x < 4`;

const program = programOf({ M: counter }, 'SPECIFICATION Spec\nINVARIANT Small\nCHECK_DEADLOCK FALSE');

function held(text: string): CheckResult {
  return checkTrace(program, closedWorld, givenTrace({ file: 'trace', text }));
}

function states(...values: readonly object[]): string {
  return JSON.stringify({ vars: ['x', 'last'], states: values });
}

const set = (...elements: readonly number[]) => ({ '#set': elements });

describe('a trace', () => {
  it('that the model checker found is a behaviour', () => {
    const { trace } = check(program, closedWorld);
    const steps = trace.map(({ action, variables }, i): GivenStep => {
      const state = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
      return { no: i + 1, name: action?.name ?? 'Init', location: null, state, args: null };
    });
    expect(steps.length).toBe(3);
    expect(checkTrace(program, closedWorld, steps)).toMatchObject({ result: 'ok', distinct: 3 });
  });

  it('may stay as it is, and may leave variables out', () => {
    expect(held(states({ x: 0 }, { x: 0 }, { x: 2 }, { last: set(1) }, { x: 4 })).result).toBe('ok');
    // 3 was reached by one of two ways, but neither leads to 0.
    expect(held(states({ x: 0 }, { last: set(2) }, { last: set(1) }, { x: 0 })).result).toBe('mismatch');
  });

  it('as TLC prints it is understood, stuttering at its end included', () => {
    const text =
      'State 1: <Initial predicate>\n/\\ x = 0\n/\\ last = {}\n\nState 2: <Up line 4, col 1 to line 4, col 2 of module M>\n/\\ x = 1\n/\\ last = {1}\n\nState 3: Stuttering\n';
    expect(held(text)).toMatchObject({ result: 'ok', distinct: 2 });
  });

  it('that does not begin as the spec begins is none', () => {
    expect(held(states({ x: 1 }))).toMatchObject({ result: 'mismatch', message: 'state 1 is no initial state' });
  });

  it('names the conjunct of the nearest action, and the values', () => {
    const { result, message, span, trace, violated } = held(
      states({ x: 0 }, { x: 2, last: set(2) }, { x: 4, last: set(1) }),
    );
    expect({ result, violated }).toEqual({ result: 'mismatch', violated: 'Up' });
    expect(message).toMatch(
      /^state 3 is no step Up\(\d\): (x' = x \+ by|last' = \{by\}) is not so: the spec has .*, the trace .*$/,
    );
    expect(span?.[1]).toBeGreaterThan(4);
    expect(trace.at(-1)?.variables.map(({ text }) => text)).toEqual(['4', '{1}']);
  });

  it('that says which action it was, and with what, is told which condition forbids it', () => {
    const named = {
      trace: [
        { action: null, parameters: {}, state: { x: 0, last: set() } },
        { action: 'Up', parameters: { by: 2 }, state: { x: 2, last: set(2) } },
        { action: 'Reset', parameters: {}, state: { x: 0, last: set() } },
      ],
    };
    expect(held(JSON.stringify(named)).message).toBe('state 3 is no step Reset: x = 4 is not so');
    named.trace[2] = { action: 'Up', parameters: { by: 3 }, state: { x: 5, last: set(3) } };
    expect(held(JSON.stringify(named)).message).toBe('state 3 is no step Up(3): x + by <= 4 is not so');
  });

  it('of other variables, or of none, is refused', () => {
    expect(() => held(states({ y: 1 }))).toThrow('the spec has no variable y');
    expect(() => held(states({ lest: 1 }))).toThrow('did you mean "last"?');
    expect(() => held(states())).toThrow('there is no state in it');
    expect(() => held('[{"no": 1}]')).toThrow('step 0 of the trace has no state');
    expect(() => held('nothing')).toThrow('no trace here');
  });
});
