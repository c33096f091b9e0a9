import { describe, expect, it } from 'vitest';
import { monitorRules, noneDisabled } from '../../../../../sim/check/objects/monitors/rules.ts';
import { ruleCases } from './rules.ts';

describe.each(ruleCases)('$monitor, $rule: $title', ({ rule, operations, message, judgeGood, judgeBad, flaw }) => {
  it('accepts the good history', () => {
    expect(judgeGood()).toMatchObject({ verdict: 'ok' });
  });

  it('rejects the bad history, and says why', () => {
    expect(judgeBad(noneDisabled)).toMatchObject({ verdict: 'illegal', rule, operations, message });
  });

  it('proves both', () => {
    expect(flaw()).toBe(null);
  });

  it('needs the rule for it', () => {
    expect(judgeBad(new Set([rule]))?.verdict).not.toBe('illegal');
  });
});

it('has a case for every rule', () => {
  expect(new Set(ruleCases.map(({ rule }) => rule))).toEqual(new Set(Object.keys(monitorRules)));
});
