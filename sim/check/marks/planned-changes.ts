/** Layouts that change since the operator wants it, or since something came back, and not since something is gone. */
import { type Chain, type Layout, openSegmentOf } from '../../../src/corfu/layout.ts';
import type { Ledger } from '../invariants/ledger.ts';
import type { LedgerWatcher } from '../invariants/watcher.ts';
import type { MarkDefinition } from './mark.ts';

export const scaledOut: MarkDefinition = {
  name: 'the log was scaled out',
  summary: 'the open segment has more stripes than the one before it had',
  watch: (ledger, reach) =>
    onSuccession(ledger, (before, after) => {
      if (openSegmentOf(after).stripes.length > openSegmentOf(before).stripes.length) reach();
    }),
};

export const trimmedDropped: MarkDefinition = {
  name: 'trimmed segments were dropped',
  summary: 'the first segment begins later than before: what was below is gone for everybody',
  watch: (ledger, reach) =>
    onSuccession(ledger, (before, after) => {
      if ((after.segments[0]?.start ?? 0) > (before.segments[0]?.start ?? 0)) reach();
    }),
};

export const chainLengthened: MarkDefinition = {
  name: 'a short chain was lengthened',
  summary: 'a chain that had lost a unit for want of a spare got another behind those it has',
  watch: (ledger, reach) =>
    onSuccession(ledger, (before, after) => {
      const chains = openSegmentOf(before).stripes;
      if (openSegmentOf(after).stripes.some((chain) => chains.some((each) => extendsBy(chain, each)))) reach();
    }),
};

export const newcomerVoted: MarkDefinition = {
  name: 'a layout server that was called in voted',
  summary: 'a node without a vote on the second layout had one on a later layout',
  watch: (ledger, reach) => {
    const first = new Set(ledger.layouts.newest.layoutServers);
    return {
      claimed(node, { event }) {
        if (event === 'layout-accepted' && !first.has(node)) reach();
      },
    };
  },
};

/** Tells of each layout that is decided, with the one that it succeeds. */
function onSuccession(ledger: Ledger, tell: (before: Layout, after: Layout) => void): LedgerWatcher {
  return {
    decided(layout, isNew) {
      const before = ledger.layouts.at(layout.epoch - 1);
      if (isNew && before !== undefined) tell(before, layout);
    },
  };
}

function extendsBy(longer: Chain, chain: Chain): boolean {
  return longer.length > chain.length && chain.every((unit, hop) => longer[hop] === unit);
}
