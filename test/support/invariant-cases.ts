/** Tables of hand-made runs, by invariant: what is legal although it looks odd, and minimal runs that break it. */
import { describe, expect, it } from 'vitest';
import type { Strength } from '../../src/corfu/strength.ts';
import { attachInvariants } from '../../sim/check/invariants/all.ts';
import { Ledger } from '../../sim/check/invariants/ledger.ts';
import { CorfuFacts, factsPlan, UNITS } from './corfu-facts.ts';

export interface InvariantCase {
  readonly what: string;
  readonly tell: (facts: CorfuFacts) => void;
  /** Everything that is broken, in order; none: legal. */
  readonly broken: readonly string[];
  /** What clients ask for, when it is not the default. */
  readonly strength?: Strength;
}

export function describeInvariants(cases: Readonly<Record<string, readonly InvariantCase[]>>): void {
  describe.each(Object.entries(cases))('%s', (name, itsCases) => {
    it.each(itsCases)('$what', ({ tell, broken, strength = 'confirmed' }) => {
      const ledger = new Ledger({ ...factsPlan, system: { ...factsPlan.system, strength } });
      attachInvariants(ledger);
      const facts = new CorfuFacts(ledger);
      for (const unit of UNITS) facts.start(unit);
      tell(facts);
      expect(facts.broken).toEqual(broken);
      for (const [index, { message, steps = [] }] of facts.violations.entries()) {
        expect(message).toMatch(/position|epoch|trimmed up to|tail/u);
        expect(steps.at(-1)).toBe(facts.violationSteps[index]);
        expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
      }
    });

    it('is broken by some of these runs and not by others', () => {
      const judged = itsCases.map(({ broken }) => broken.includes(name));
      expect(new Set(judged)).toEqual(new Set([true, false]));
    });
  });
}
