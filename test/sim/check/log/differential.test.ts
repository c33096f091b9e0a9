import { describe, expect, it } from 'vitest';
import { compare } from './differential.ts';

/** More in one go: `node test/scripts/check-log-differential.ts 100000`. */
const seedCount = 5000;

describe.each(['corfu', 'cells'] as const)('%s, against the brute force', (spec) => {
  it(`agrees on ${seedCount} random histories, and both proofs hold`, () => {
    const rules = new Set<string>();
    let [legal, illegal, pending] = [0, 0, 0];
    for (let seed = 1; seed <= seedCount; seed++) {
      const comparison = compare(seed, spec);
      expect(comparison.mismatch).toBe(null);
      if (comparison.legal) legal += 1;
      else illegal += 1;
      if (comparison.hasPending) pending += 1;
      if (comparison.rule !== null) rules.add(comparison.rule);
    }
    // A comparison that only ever sees one side shows nothing.
    expect(legal).toBeGreaterThan(seedCount / 2);
    expect(illegal).toBeGreaterThan(seedCount / 10);
    expect(pending).toBeGreaterThan(seedCount / 10);
    const expected =
      spec === 'corfu'
        ? ['W1', 'W2', 'W3', 'W4', 'O1', 'O2', 'T1c', 'P1c', 'U1']
        : ['W1', 'W2', 'W3', 'W4', 'P1c', 'U1'];
    expect([...rules].sort()).toEqual(expected.sort());
  });
});
