import { describe, expect, it } from 'vitest';
import type { AnyOperation } from '../../../../sim/check/objects/model.ts';
import { register } from '../../../../sim/check/objects/models/register.ts';
import { type SearchRule, searchRules } from '../../../../sim/check/objects/search/rules.ts';
import { search } from '../../../../sim/check/objects/search/search.ts';
import { Dice } from '../../../support/dice.ts';
import { historyOf } from './random-history.ts';
import { ruleCases } from './rules.ts';
import { toys } from './toys.ts';

describe.each(ruleCases)('$rule: $title', ({ rule, model, history, isLegal, configurationsMax }) => {
  it('is decided with the rule', () => {
    const { result } = search(model, history, { configurationsMax });
    expect(result).toBe(isLegal ? 'legal' : 'illegal');
  });

  it('is not decided without it', () => {
    const { result } = search(model, history, { configurationsMax, disabledRules: [rule] });
    expect(result).toBe('unknown');
  });
});

it('has a case for every rule, or is about memory', () => {
  const rules = new Set<SearchRule>([...ruleCases.map(({ rule }) => rule), 'cuts']);
  expect(rules).toEqual(new Set(Object.keys(searchRules)));
});

it('remembers no more than a stretch between two cuts, however long the history is', () => {
  const spent = (count: number, disabledRules: readonly SearchRule[]) => {
    const history = Array.from({ length: count }, (_, at): AnyOperation[] => {
      const calls = { client: 0, call: 10 * at, outcome: 'ok', return: 10 * at + 5 } as const;
      return [
        { ...calls, input: { op: 'write', value: 1 }, output: undefined },
        { ...calls, input: { op: 'cas', from: 1, to: 2 }, output: true },
        { ...calls, input: { op: 'write', value: 3 }, output: undefined },
      ];
    });
    const wrong: AnyOperation = {
      client: 0,
      input: { op: 'cas', from: 9, to: 9 },
      call: 10 * count,
      outcome: 'ok',
      output: true,
      return: 10 * count,
    };
    return search(register(0), [...history.flat(), wrong], {
      configurationsMax: 1_000_000,
      disabledRules: ['necessary', ...disabledRules],
    });
  };
  const [short, long] = [spent(100, []), spent(1000, [])];
  expect([short.result, long.result]).toEqual(['illegal', 'illegal']);
  expect(short.rememberedMost).toBeLessThan(300);
  expect(long.rememberedMost).toBe(short.rememberedMost);
  expect(spent(1000, ['cuts']).rememberedMost).toBeGreaterThan(10 * long.rememberedMost);
});

it('gives the same verdict with every rule left out, also over many cuts', () => {
  let [illegal, cut] = [0, 0];
  for (const toy of toys) {
    for (let seed = 1; seed <= 12; seed += 1) {
      const dice = new Dice(seed);
      const shape = { count: 90, pending: dice.pick([0, 5]), concurrency: 2, spoilt: dice.below(2) };
      const history = historyOf(toy, dice, shape);
      const parts = Map.groupBy(history, ({ input }) => toy.model.partition?.(input as never));
      for (const part of parts.values()) {
        const { result, rememberedMost } = search(toy.model, part, { configurationsMax: 5000 });
        if (result === 'unknown') continue;
        if (result === 'illegal') illegal += 1;
        for (const rule of Object.keys(searchRules) as SearchRule[]) {
          const without = search(toy.model, part, { configurationsMax: 5000, disabledRules: [rule] });
          if (without.result !== 'unknown')
            expect([toy.name, seed, rule, without.result]).toEqual([toy.name, seed, rule, result]);
          if (rule === 'cuts' && without.rememberedMost !== rememberedMost) cut += 1;
        }
      }
    }
  }
  expect(illegal).toBeGreaterThan(10);
  expect(cut).toBeGreaterThan(10);
});
