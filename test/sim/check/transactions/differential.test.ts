import { describe, expect, it } from 'vitest';
import { compare } from './differential.ts';

/** More in one go: `node test/scripts/check-transactions-differential.ts 100000`. */
const seedCount = 10_000;

describe.each(['list-append', 'rw-register'] as const)('%s, against the brute force', (workload) => {
  it.each([
    ['strict-serializable', seedCount],
    ['strong-session-serializable', 2000],
    ['serializable', 2000],
    ['snapshot-isolation', 300],
  ] as const)('%s: agrees on %i random histories, and both proofs hold', (isolation, count) => {
    const rules = new Set<string>();
    const verdicts = { ok: 0, illegal: 0, unknown: 0 };
    let pending = 0;
    for (let seed = 1; seed <= count; seed++) {
      const { verdict, rule, hasPending, mismatch } = compare(seed, workload, isolation);
      expect(mismatch).toBe(null);
      verdicts[verdict] += 1;
      if (hasPending) pending += 1;
      if (rule !== null) rules.add(rule);
    }
    // A comparison that only ever sees one side shows nothing.
    expect(verdicts.ok).toBeGreaterThan(count / 2);
    expect(verdicts.illegal).toBeGreaterThan(count / 10);
    expect(pending).toBeGreaterThan(count / 10);
    expect(verdicts.unknown).toBeLessThanOrEqual(isolation === 'snapshot-isolation' ? count / 20 : 0);
    const common = ['garbage-read', 'G1a', 'G1b', 'internal', 'future-read', 'dirty-update', 'G-single'];
    expect([...rules]).toEqual(expect.arrayContaining(count > 1000 ? common : ['garbage-read']));
  });
});
