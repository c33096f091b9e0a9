import { describe, expect, it } from 'vitest';
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import { clauseNames } from '../../../../sim/check/log/clauses.ts';
import { verifyContradiction } from '../../../../sim/check/log/verify-contradiction.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import { atomicRuleCases } from './atomic-rules.ts';
import { ruleCases } from './rules.ts';

const cases = [...ruleCases, ...atomicRuleCases].map((example) => ({
  ...example,
  name: JSON.stringify(example.options),
}));

describe.each(cases)('$rule, $clause, $name: $title', ({ options, clause, rule, good, bad, operations, message }) => {
  it('accepts the good history, with a witness', () => {
    const verdict = checkLog(good, options);
    expect(verdict).toMatchObject({ verdict: 'ok' });
    expect(verdict.verdict === 'ok' && verifyWitness(good, verdict.witness, options)).toBe(null);
  });

  it('rejects the bad history, and says why', () => {
    expect(checkLog(bad, options)).toMatchObject({ verdict: 'illegal', rule, operations, message });
  });

  it('names operations that are illegal alone, and all of them needed', () => {
    expect(verifyContradiction(bad, operations, options)).toBe(null);
  });

  it('needs the clause for it', () => {
    expect(checkLog(bad, { ...options, disabledClauses: [clause] }).verdict).toBe('ok');
  });
});

it('has a pair for every clause', () => {
  expect(new Set(cases.map(({ clause }) => clause))).toEqual(new Set(clauseNames));
});
