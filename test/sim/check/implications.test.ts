import { describe, expect, it } from 'vitest';
import { implications } from '../../../sim/check/implications.ts';
import { invariantNames } from '../../../sim/check/invariants/all.ts';
import { mutants } from '../../../sim/mutants/registry.ts';

/** Rules of the log checker, which judges a history when nothing else has ended the run. */
const logRules = ['W1', 'W2', 'W3', 'W4', 'O1', 'O2', 'T1c', 'P1c', 'U1'];

describe('implications', () => {
  it('name invariants and rules that exist', () => {
    const implied = Object.values(implications).flatMap((list) => list.map(({ invariant }) => invariant));
    expect(implied.filter((name) => !invariantNames.includes(name) && !logRules.includes(name))).toEqual([]);
  });

  it('have a row for every known bug, and none that repeats what the bug is listed to break', () => {
    const bugs = mutants.filter(({ benign }) => !benign);
    expect(Object.keys(implications)).toEqual(bugs.map(({ id }) => id));
    for (const { breaks, implied } of bugs) expect(implied.filter((name) => breaks.includes(name))).toEqual([]);
  });
});
