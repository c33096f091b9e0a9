import { expect, it } from 'vitest';
import { attachInvariants, invariantNames } from '../../../../sim/check/invariants/all.ts';
import { Ledger } from '../../../../sim/check/invariants/ledger.ts';
import type { LedgerWatcher } from '../../../../sim/check/invariants/watcher.ts';
import { factsPlan } from '../../../support/corfu-facts.ts';

it('no invariant listens to claims, so that a lying implementation is caught all the same', () => {
  const watchers: LedgerWatcher[] = [];
  class ListeningLedger extends Ledger {
    override attach(watcher: LedgerWatcher): void {
      watchers.push(watcher);
    }
  }
  attachInvariants(new ListeningLedger(factsPlan));
  expect(watchers).toHaveLength(invariantNames.length);
  expect(watchers.filter(({ claimed }) => claimed !== undefined)).toEqual([]);
});
