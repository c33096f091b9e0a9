import { describe, expect, it } from 'vitest';
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import { clauseNames } from '../../../../sim/check/log/clauses.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import { isLegal } from './brute-force.ts';
import { ruleCases } from './rules.ts';

describe.each(ruleCases)('$rule, $clause: $title', ({ clause, rule, good, bad, operations, message }) => {
  it('accepts the good history, with a witness', () => {
    const verdict = checkLog(good, { spec: 'corfu' });
    expect(verdict).toMatchObject({ verdict: 'ok' });
    expect(verdict.verdict === 'ok' && verifyWitness(good, verdict.witness, 'corfu')).toBe(null);
  });

  it('rejects the bad history, and says why', () => {
    const verdict = checkLog(bad, { spec: 'corfu' });
    expect(verdict).toMatchObject({ verdict: 'illegal', rule, operations, message });
  });

  it('names operations that are illegal alone', () => {
    const few = operations.map((index) => bad[index]!);
    expect(checkLog(few, { spec: 'corfu' })).toMatchObject({ verdict: 'illegal', rule });
    expect(isLegal(few, 'corfu')).toBe(false);
  });

  it('needs the clause for it', () => {
    expect(checkLog(bad, { spec: 'corfu', disabledClauses: [clause] }).verdict).toBe('ok');
  });
});

it('has a pair for every clause', () => {
  expect(new Set(ruleCases.map(({ clause }) => clause))).toEqual(new Set(clauseNames));
});
