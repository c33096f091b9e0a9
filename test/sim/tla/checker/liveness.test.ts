import { describe, expect, test } from 'vitest';
import { checkFile, checkText, traceLines } from './specs.ts';

const lamp = `EXTENDS Naturals
VARIABLES light, count
vars == <<light, count>>

Init == light = "off" /\\ count = 0
On == light = "off" /\\ light' = "on" /\\ UNCHANGED count
Off == light = "on" /\\ light' = "off" /\\ UNCHANGED count
Count == light = "on" /\\ count < 2 /\\ count' = count + 1 /\\ UNCHANGED light
Next == On \\/ Off \\/ Count

Unfair == Init /\\ [][Next]_vars
WeakOn == Unfair /\\ WF_vars(On)
WeakSwitch == Unfair /\\ WF_vars(On) /\\ WF_vars(Off)
WeakAll == WeakSwitch /\\ WF_vars(Count)
StrongCount == WeakSwitch /\\ SF_vars(Count)
Quantified == Unfair /\\ \\A w \\in {"on", "off"} : WF_vars(light # w /\\ light' = w /\\ UNCHANGED count)
Assumed == Unfair /\\ []<>(light = "on")

EventuallyOn == <>(light = "on")
OnInfinitelyOften == []<>(light = "on")
OffLeadsToOn == light = "off" ~> light = "on"
CountsToTwo == <>(count = 2)
StaysAtTwo == <>[](count = 2)
EachCount == \\A n \\in 0..1 : (count = n) ~> (count = n + 1)
Switches == []<><<On>>_vars
ImpliedWeak == WF_vars(On)
ImpliedStrong == SF_vars(Count)
IfThen == []<>(light = "on") => []<>(light = "off")
AlwaysOnLater == [](light = "off" => <>(light = "on"))
StopsCounting == <>[][~Count]_vars
SometimeOn == <><<On>>_vars
Later == light = "off" ~> [](light = "off")
`;

const yes = 'ok';
const no = 'property';

// By hand: which of the properties the lamp has under which fairness.
const verdicts: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  //                  Unfair WeakOn WeakSwitch WeakAll StrongCount
  EventuallyOn: [no, yes, yes, yes, yes],
  OnInfinitelyOften: [no, yes, yes, yes, yes],
  OffLeadsToOn: [no, yes, yes, yes, yes],
  CountsToTwo: [no, no, no, no, yes],
  StaysAtTwo: [no, no, no, no, yes],
  EachCount: [no, no, no, no, yes],
  Switches: [no, no, yes, yes, yes],
  ImpliedWeak: [no, yes, yes, yes, yes],
  ImpliedStrong: [no, no, no, no, yes],
  IfThen: [no, no, yes, yes, yes],
  AlwaysOnLater: [no, yes, yes, yes, yes],
  StopsCounting: [yes, yes, yes, yes, yes],
  SometimeOn: [no, yes, yes, yes, yes],
  Later: [no, no, no, no, no],
};

describe.each(Object.entries(verdicts))('%s', (property, expected) => {
  test.each([...['Unfair', 'WeakOn', 'WeakSwitch', 'WeakAll', 'StrongCount'].entries()])('%i: %s', (i, spec) => {
    const result = checkText(lamp, `SPECIFICATION ${spec}\nPROPERTY ${property}`);
    expect(result.message === '' || result.result === 'property').toBe(true);
    expect(result.result).toBe(expected[i]);
    expect(result.backTo === null).toBe(expected[i] === yes);
  });
});

test('fairness under a quantifier, and other assumptions, are assumed', () => {
  expect(checkText(lamp, 'SPECIFICATION Quantified\nPROPERTIES Switches OnInfinitelyOften').result).toBe('ok');
  expect(checkText(lamp, 'SPECIFICATION Assumed\nPROPERTY EventuallyOn').result).toBe('ok');
  expect(checkText(lamp, 'SPECIFICATION Assumed\nPROPERTY CountsToTwo').result).toBe('property');
});

test('the behaviour that lacks the property is a way to a cycle', () => {
  const result = checkText(lamp, 'SPECIFICATION WeakSwitch\nPROPERTY CountsToTwo');
  const lines = traceLines(result);
  expect(lines[0]).toBe('light = "off", count = 0');
  // The cycle switches the light on and off and never counts.
  const cycle = lines.slice(result.backTo! + 1).join(' ');
  expect(cycle).toMatch('light');
  expect(cycle).not.toMatch('count');
});

test.each([
  ['CoffeeCan', 'CoffeeCanLive'],
  ['TokenRing', 'TokenRingLive'],
])('%s with %s.cfg has its property', async (module, config) => {
  expect((await checkFile(module, config)).message).toBe('');
});

test('other temporal formulas are refused, by name and place', () => {
  const odd = `${lamp}Odd == (light = "on" ~> count = 1) \\/ <>[]<>(light = "on" ~> count = 2)`;
  const result = checkText(odd, 'SPECIFICATION WeakOn\nPROPERTY Odd');
  expect(result.result).toBe('unsupported');
  expect(result.message).toMatch('this temporal formula is not supported');
  expect(result.span?.[1]).toBe(odd.split('\n').length + 1);
});

test('infinite behaviours and symmetry exclude each other', () => {
  const body = `EXTENDS TLC
CONSTANT P
VARIABLE x
Init == x = {}
Next == \\E p \\in P : x' = x \\cup {p}
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Sym == Permutations(P)
Full == <>(x = P)`;
  const config = 'SPECIFICATION Spec\nCONSTANT P = {a, b}\nPROPERTY Full\n';
  expect(checkText(body, config).result).toBe('ok');
  expect(checkText(body, `${config}SYMMETRY Sym`).message).toMatch('not preserved by SYMMETRY');
});
