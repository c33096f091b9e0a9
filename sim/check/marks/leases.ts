/** What becomes of leases, and of answers that nothing stands behind. */
import type { NodeId } from '../../../src/ports/units.ts';
import type { Ledger } from '../invariants/ledger.ts';
import type { LedgerWatcher } from '../invariants/watcher.ts';
import type { MarkDefinition } from './mark.ts';

export const leasedAnswerGiven: MarkDefinition = {
  name: 'a leased answer was given',
  summary: 'a sequencer or a unit vouched by its lease for a tail, or for a position being unwritten',
  watch: (_ledger, reach) => ({
    vouched(_holder, _call, isLeased) {
      if (isLeased) reach();
    },
  }),
};

/** Tells of each holder whose lease was good for an epoch, and then no more, although it serves that epoch still. */
function watchExpiry(onExpiry: (holder: NodeId) => void): LedgerWatcher {
  const leasedIn = new Map<NodeId, number>();
  return {
    vouched(holder, { epoch }, isLeased) {
      if (isLeased) leasedIn.set(holder, epoch);
      else if (leasedIn.get(holder) === epoch) {
        leasedIn.delete(holder);
        onExpiry(holder);
      }
    },
  };
}

export const leaseRanOut: MarkDefinition = {
  name: 'a lease ran out',
  summary: 'who had answered by its lease was asked again in the same epoch, and had none any more',
  watch: (_ledger, reach) => watchExpiry(reach),
};

export const leaseRanOutDrifting: MarkDefinition = {
  name: 'a lease ran out on a clock that drifts',
  summary: 'the holder of a lease that ran out had a clock that ran too fast or too slow',
  watch(_ledger, reach) {
    const drifting = new Set<number>();
    return {
      ...watchExpiry((holder) => {
        if (drifting.has(holder)) reach();
      }),
      happened(fact) {
        if (fact.fact === 'fault' && fact.kind === 'clock.drift') drifting.add(fact.node);
      },
    };
  },
};

export const leaseWaitedOut: MarkDefinition = {
  name: 'a reconfigurer waited a lease out',
  summary:
    'a layout was decided later than it could have been, since somebody who was not reached held a lease on the one before',
  watch: (_ledger, reach) => ({
    claimed(_node, { event }) {
      if (event === 'leases-waited-out') reach();
    },
  }),
};

export const staleTailTold: MarkDefinition = {
  name: 'a stale tail was told',
  summary: 'a client that asked for no more was told a tail that is not above what had been acknowledged when it asked',
  watch(ledger: Ledger, reach) {
    const acknowledgedAt = new Map<number, number>();
    return {
      invoked({ op, number }) {
        if (op === 'tail') acknowledgedAt.set(number, ledger.highestAcknowledged);
      },
      responded({ op, number }, { outPos }) {
        if (op !== 'tail') return;
        if (outPos !== undefined && outPos <= (acknowledgedAt.get(number) ?? -1)) reach();
        acknowledgedAt.delete(number);
      },
    };
  },
};
