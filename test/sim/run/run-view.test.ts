import { expect, it } from 'vitest';
import { Ledger } from '../../../sim/check/invariants/ledger.ts';
import { invariants } from '../../../sim/check/invariants/all.ts';
import { MarkCounter } from '../../../sim/check/marks/mark-counter.ts';
import { runViewOf } from '../../../sim/run/run-view.ts';
import { factsPlan } from '../../support/corfu-facts.ts';

it('opens books of a kind once in a run', () => {
  const view = runViewOf(factsPlan, () => []);
  const ledger = view.shared(Ledger);
  expect(ledger.units).toHaveLength(factsPlan.system.stripes * factsPlan.system.chainLength);
  expect(invariants.watch(view)).toBe(ledger);
  expect(new MarkCounter().watch(view)).toBe(ledger);
  expect(runViewOf(factsPlan, () => []).shared(Ledger)).not.toBe(ledger);
});
