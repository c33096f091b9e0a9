/** For each invariant of leases: runs that are legal although they look odd, and minimal ones that are not. */
import type { Layout } from '../../../../src/corfu/layout.ts';
import { epoch as epochOf } from '../../../../src/log/position.ts';
import { nodeId } from '../../../../src/ports/units.ts';
import { firstLayoutOf } from '../../../../sim/systems/corfu.ts';
import { CAT, type CorfuFacts, factsPlan, SEQUENCER, UNITS } from '../../../support/corfu-facts.ts';
import { describeInvariants, type InvariantCase } from '../../../support/invariant-cases.ts';

const TAIL = 1;
const SERVERS = [nodeId(8), nodeId(9), nodeId(10)] as const;
const [A, B, C] = SERVERS;
const DURATION = 10_500;
/** What is left of it on the fastest clock that the plan allows. */
const LASTS = 10_000;

function layoutOf(epoch: number): Layout {
  return { ...firstLayoutOf(factsPlan.system), layoutServers: SERVERS, epoch: epochOf(epoch) };
}

/** A log in epoch 2, in which there are layout servers. */
function inEpoch2(facts: CorfuFacts): void {
  for (const unit of UNITS) facts.seal(unit, 2);
  facts.decide(layoutOf(2));
}

/** All units are told to go on to epoch 3; the sequencer has heard nothing. */
function sealUnits(facts: CorfuFacts): void {
  for (const unit of UNITS) facts.seal(unit, 3);
}

const cases: Record<string, readonly InvariantCase[]> = {
  'E-NoReadPastExpiry': [
    {
      what: 'answers by a lease, and after it says that it has none',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(SEQUENCER, 2, [A, B], DURATION);
        facts.vouch(SEQUENCER, 2);
        facts.pass(LASTS - 20);
        facts.vouch(SEQUENCER, 2);
        facts.pass(LASTS);
        facts.vouch(SEQUENCER, 2, false);
      },
      broken: [],
    },
    {
      what: 'goes on with a lease that was renewed in turn by each of the majorities',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(TAIL, 2, [A, B], DURATION);
        facts.pass(LASTS / 2);
        facts.lease(TAIL, 2, [B, C], DURATION);
        facts.pass(LASTS / 2);
        facts.vouch(TAIL, 2);
      },
      broken: [],
    },
    {
      what: 'answers when the lease may have ended on a fast clock',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(SEQUENCER, 2, [A, B], DURATION);
        facts.pass(LASTS);
        facts.vouch(SEQUENCER, 2);
      },
      broken: ['E-NoReadPastExpiry'],
    },
    {
      what: 'answers on a single grant',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(TAIL, 2, [C], DURATION);
        facts.vouch(TAIL, 2);
      },
      broken: ['E-NoReadPastExpiry'],
    },
    {
      what: 'answers by a lease on another epoch',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(SEQUENCER, 1, SERVERS, DURATION);
        facts.vouch(SEQUENCER, 2);
      },
      broken: ['E-NoReadPastExpiry'],
    },
    {
      what: 'answers when it has given the epoch up, and another is decided',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(TAIL, 2, SERVERS, DURATION);
        sealUnits(facts);
        facts.accept([A, C], layoutOf(3));
        facts.lease(SEQUENCER, 2, SERVERS, DURATION);
        facts.vouch(SEQUENCER, 2);
      },
      broken: ['E-NoReadPastExpiry'],
    },
  ],
  'E-WaitOutBeforeInstall': [
    {
      what: 'waits until a lease has run out',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(SEQUENCER, 2, SERVERS, DURATION);
        sealUnits(facts);
        facts.pass(LASTS);
        facts.accept([A, B], layoutOf(3));
      },
      broken: [],
    },
    {
      what: 'does not wait for a holder that has said that it obeys the next epoch',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(TAIL, 2, SERVERS, DURATION);
        facts.lease(SEQUENCER, 2, SERVERS, DURATION);
        sealUnits(facts);
        const seal = { kind: 'sequencer/seal', epoch: 3 } as const;
        facts.exchange(CAT, SEQUENCER, seal, { status: 'sealed', epoch: 3 });
        facts.accept(SERVERS, layoutOf(3));
      },
      broken: [],
    },
    {
      what: 'is not decided by one layout server, nor by two in different ballots',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(SEQUENCER, 2, SERVERS, DURATION);
        sealUnits(facts);
        facts.accept([A], layoutOf(3), 1);
        facts.accept([B], layoutOf(3), 2);
      },
      broken: [],
    },
    {
      what: 'decides while the sequencer may answer by its lease',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(SEQUENCER, 2, [B, C], DURATION);
        sealUnits(facts);
        facts.pass(LASTS / 2);
        facts.accept([A, B], layoutOf(3));
      },
      broken: ['E-WaitOutBeforeInstall'],
    },
    {
      what: 'decides while a unit may',
      tell(facts) {
        inEpoch2(facts);
        facts.lease(TAIL, 2, SERVERS, DURATION);
        for (const unit of UNITS) if (unit !== TAIL) facts.seal(unit, 3);
        facts.accept([A, B], layoutOf(3));
      },
      broken: ['E-WaitOutBeforeInstall'],
    },
  ],
};

describeInvariants(cases);
