import { expect, test } from 'vitest';
import { closedWorld } from '../../../../sim/tla/compile/machine.ts';
import { simulate } from '../../../../sim/tla/simulate/simulate.ts';
import { programOf } from '../written-spec.ts';

const walk = `EXTENDS Naturals, TLC
VARIABLES x, way
Init == x \\in {0, 1} /\\ way = <<>>
Left == x' = x + 1 /\\ way' = {"left"}
Right == x' = x + 2 /\\ way' = {"right", "way"}
Random == x' = x + RandomElement({10, 20, 30}) /\\ way' = {}
Next == Left \\/ Right
Small == x < 12
Grows == <>(x > 100)
WithChance == Random
`;

function simulated(seed: number, config: string, options = {}) {
  const program = programOf({ M: walk }, config);
  return simulate(program, closedWorld, { seed, walks: 5, depthMax: 8, ...options });
}

const plain = 'INIT Init\nNEXT Next';

test('the same seed gives the same walks, and another one others', () => {
  const one = simulated(7, plain);
  expect(simulated(7, plain)).toEqual(one);
  expect(simulated(8, plain).trace).not.toEqual(one.trace);
  expect(one).toMatchObject({ result: 'ok', walks: 5, states: 40 });
  expect(one.trace.length).toBe(8);
});

test('what walks cannot show is named', () => {
  expect(simulated(7, plain).notJudged).toEqual([]);
  expect(simulated(7, `${plain}\nPROPERTY Grows`)).toMatchObject({ result: 'ok', notJudged: ['Grows'] });
});

test('what is false ends the simulation with the walk that found it', () => {
  const result = simulated(1, `${plain}\nINVARIANT Small`, { walks: 1000, depthMax: 30 });
  expect(result).toMatchObject({ result: 'invariant', violated: 'Small' });
  const last = result.trace.at(-1)!.variables[0]!;
  expect(last.value).toBeGreaterThanOrEqual(12);
});

test('chance exists, and comes from the seed', () => {
  const config = 'INIT Init\nNEXT WithChance';
  const one = simulated(3, config, { walks: 1 });
  const states = (result: typeof one) => result.trace.map(({ variables }) => variables.map(({ text }) => text));
  expect(states(simulated(3, config, { walks: 1 }))).toEqual(states(one));
  expect(
    new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(states(simulated(seed, config))))).size,
  ).toBeGreaterThan(10);
});

test('a deadlock is found, or a walk just ends', () => {
  const program = programOf({ M: "VARIABLE x\nInit == x = 0\nNext == x = 0 /\\ x' = 1" }, plain);
  const options = { seed: 1, walks: 3, depthMax: 9 };
  expect(simulate(program, closedWorld, options).result).toBe('deadlock');
  expect(simulate(program, closedWorld, { ...options, checkDeadlock: false })).toMatchObject({
    result: 'ok',
    states: 6,
  });
});
