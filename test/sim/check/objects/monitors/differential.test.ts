import { describe, expect, it } from 'vitest';
import { monitorRules } from '../../../../../sim/check/objects/monitors/rules.ts';
import { comparisons } from './subjects.ts';

/** More in one go: `node test/scripts/check-monitors-differential.ts 100000`. */
const seedCount = 10_000;

/** Rules that only the monitors of some objects know. */
const rulesOf: Readonly<Record<string, readonly string[]>> = {
  register: ['register-zones'],
  cas: ['register-zones', 'version-order', 'cas-twice', 'cas-cycle'],
  'key-value': ['register-zones', 'version-order', 'append-prefix', 'append-twice'],
  set: ['removed-twice', 'set-presence'],
  queue: ['removed-twice', 'fifo-order', 'never-empty'],
  stack: ['removed-twice', 'lifo-order', 'left-over', 'never-empty'],
  'priority queue': ['removed-twice', 'least-first', 'left-over', 'never-empty'],
};

describe.each(Object.entries(comparisons))('%s, against every order', (monitor, compare) => {
  it(`agrees on ${seedCount} random histories, and both proofs hold`, () => {
    const said = new Set<string>();
    const mismatches: string[] = [];
    let [legal, illegal, pending, declined] = [0, 0, 0, 0];
    for (let seed = 1; seed <= seedCount; seed++) {
      const comparison = compare(seed);
      if (comparison.mismatch !== null) mismatches.push(comparison.mismatch);
      if (comparison.legal) legal += 1;
      else illegal += 1;
      if (comparison.hasPending) pending += 1;
      if (comparison.said === 'declined') declined += 1;
      said.add(comparison.said);
    }
    expect(mismatches).toEqual([]);
    // A comparison that only ever sees one side, or a monitor that has no opinion, shows nothing.
    expect(legal).toBeGreaterThan(seedCount / 2);
    expect(illegal).toBeGreaterThan(seedCount / 10);
    expect(pending).toBeGreaterThan(seedCount / 10);
    expect(declined).toBeLessThan(seedCount / 20);
    const rules = [...said].filter((what) => what in monitorRules).sort();
    expect(rules).toEqual(['unwritten-value', 'read-before-write', ...rulesOf[monitor]!].sort());
  });
});

it('breaks every rule', () => {
  const broken = new Set(['unwritten-value', 'read-before-write', ...Object.values(rulesOf).flat()]);
  expect(broken).toEqual(new Set(Object.keys(monitorRules)));
});
