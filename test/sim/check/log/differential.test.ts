import { describe, expect, it } from 'vitest';
import { compare, variants } from './differential.ts';

/** More in one go: `node test/scripts/check-log-differential.ts 100000`. */
const seedCount = 10_000;

const rulesOf: Readonly<Record<string, readonly string[]>> = {
  cells: ['W1', 'W2', 'W3', 'W4', 'P1c', 'U1'],
  corfu: ['W1', 'W2', 'W3', 'W4', 'O1', 'O2', 'T1c', 'P1c', 'U1'],
  'corfu, slow tails': ['W1', 'W2', 'W3', 'W4', 'O1', 'O2', 'T2', 'P1c', 'U1'],
  'corfu, attempts take effect once': ['W1', 'W2', 'W3', 'W4', 'O1', 'O2', 'T1c', 'P1c', 'U1', 'R1'],
  atomic: ['W1', 'W2', 'W3', 'W4', 'O1', 'O3', 'T1', 'P1', 'S1', 'D1', 'U1'],
  'atomic with gaps': ['W1', 'W2', 'W3', 'O1', 'O3', 'T1', 'P1', 'S1', 'U1'],
};

describe.each(Object.entries(variants))('%s, against the exhaustive search', (name, options) => {
  it(`agrees on ${seedCount} random histories, and both proofs hold`, () => {
    const rules = new Set<string>();
    const verdicts = { ok: 0, illegal: 0, unknown: 0 };
    let pending = 0;
    for (let seed = 1; seed <= seedCount; seed++) {
      const { verdict, rule, hasPending, mismatch } = compare(seed, options);
      // Asking `expect` for each would take longer than the comparisons do.
      if (mismatch !== null) expect.fail(mismatch);
      verdicts[verdict] += 1;
      if (hasPending) pending += 1;
      if (rule !== null) rules.add(rule);
    }
    // A comparison that only ever sees one side shows nothing.
    expect(verdicts.ok).toBeGreaterThan(seedCount / 2);
    expect(verdicts.illegal).toBeGreaterThan(seedCount / 10);
    expect(verdicts.unknown).toBe(0);
    expect(pending).toBeGreaterThan(seedCount / 10);
    if (rulesOf[name] !== undefined) expect([...rules].sort()).toEqual(rulesOf[name].toSorted());
  });
});
