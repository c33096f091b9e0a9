import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../sim/model/fact.ts';
import type { RecordedFact } from '../../../sim/model/recorded-fact.ts';
import duellingReconfigurers from '../../../scenarios/duelling-reconfigurers.ts';
import sequencerFailover from '../../../scenarios/sequencer-failover.ts';
import unitLoss from '../../../scenarios/unit-loss-and-rebuild.ts';
import wrongSuspicion from '../../../scenarios/wrong-suspicion.ts';
import type { LayoutServerEvent } from '../../../src/corfu/events.ts';
import type { AcceptRequest } from '../../../src/corfu/layout-messages.ts';
import type { RequestDatagram } from '../../../src/rpc/endpoint.ts';
import { heldAgainstLayoutPaxos, recordRun } from './recorded-run.ts';

const scenarios = [duellingReconfigurers, sequencerFailover, unitLoss, wrongSuspicion];

describe('runs are behaviours of LayoutPaxos', () => {
  const taken = new Map<string, number>();

  test.for(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async ([, scenario]) => {
    for (let seed = 0; seed < 6; seed += 1) {
      const run = await recordRun(scenario, seed);
      const verdict = heldAgainstLayoutPaxos(run, run.everything);
      expect(verdict.firstMismatch, `seed ${seed}`).toBeNull();
      expect(verdict.matched + verdict.stuttered).toBe(verdict.events);
      for (const [action, count] of verdict.coverage) taken.set(action, (taken.get(action) ?? 0) + count);
    }
  });

  test('in which every action occurs', () => {
    expect([...taken].filter(([, count]) => count === 0).map(([action]) => action)).toEqual([]);
  });
});

function claimIn(fact: Fact): LayoutServerEvent | undefined {
  return fact.fact === 'claim' ? (fact.claim as LayoutServerEvent) : undefined;
}

/** A copy of the list in which one fact is another; undefined where there is nothing to change. */
type Corruption = (facts: readonly RecordedFact[]) => readonly RecordedFact[] | undefined;

function changed(facts: readonly RecordedFact[], at: number, change: object): readonly RecordedFact[] | undefined {
  const recorded = facts[at];
  if (recorded?.fact.fact !== 'claim') return undefined;
  const claim = { ...recorded.fact.claim, ...change };
  return facts.with(at, { ...recorded, fact: { ...recorded.fact, claim } });
}

function indexOf(facts: readonly RecordedFact[], event: LayoutServerEvent['event']): number {
  return facts.findIndex(({ fact }) => claimIn(fact)?.event === event);
}

const corruptions: Readonly<Record<string, Corruption>> = {
  'an acceptor promises a rank that nobody asked for': (facts) =>
    changed(facts, indexOf(facts, 'layout-promised'), { rank: 7 }),
  'an acceptor promises less than it has promised': (facts) => {
    const at = indexOf(facts, 'layout-accepted');
    return changed(facts, at, { event: 'layout-promised', rank: 1, accepted: 0 });
  },
  'an acceptor forgets what it voted for': (facts) => {
    const vote = indexOf(facts, 'layout-accepted');
    const { fact } = facts[vote] as RecordedFact;
    const claim = { ...claimIn(fact), event: 'layout-promised', accepted: 0 };
    return facts.toSpliced(vote + 1, 0, { ...(facts[vote] as RecordedFact), fact: { ...fact, claim } as Fact });
  },
  'an acceptor votes for what nobody proposed': (facts) => {
    const at = indexOf(facts, 'layout-accepted');
    const claim = claimIn((facts[at] as RecordedFact).fact);
    if (claim?.event !== 'layout-accepted') return undefined;
    return changed(facts, at, { layout: { ...claim.layout, sequencer: 77 } });
  },
  'somebody votes who has no vote': (facts) => {
    const at = indexOf(facts, 'layout-accepted');
    const recorded = facts[at] as RecordedFact;
    return facts.with(at, { ...recorded, fact: { ...recorded.fact, node: 0 } as Fact });
  },
  'a ballot proposes two layouts': (facts) => {
    const at = facts.findIndex(({ fact }) => isProposal(fact));
    const recorded = facts[at] as RecordedFact;
    if (recorded.fact.fact !== 'sent') return undefined;
    const datagram = recorded.fact.datagram as RequestDatagram;
    const request = datagram.body as AcceptRequest;
    const body = { ...request, layout: { ...request.layout, sequencer: 77 } };
    return facts.toSpliced(at, 0, { ...recorded, fact: { ...recorded.fact, datagram: { ...datagram, body } } });
  },
  'a layout is learned that was not chosen': (facts) => {
    const at = indexOf(facts, 'layout-learned');
    const claim = claimIn((facts[at] as RecordedFact).fact);
    if (claim?.event !== 'layout-learned') return undefined;
    return changed(facts, at, { layout: { ...claim.layout, sequencer: 77 } });
  },
};

function isProposal(fact: Fact): boolean {
  return fact.fact === 'sent' && ((fact.datagram as RequestDatagram).body as AcceptRequest).kind === 'layout/accept';
}

describe('a trace is refused in which', async () => {
  const run = await recordRun(sequencerFailover, 0);

  test.for(Object.entries(corruptions))('%s', ([, corrupt]) => {
    const facts = corrupt(run.everything);
    expect(facts).toBeDefined();
    expect(heldAgainstLayoutPaxos(run, facts ?? []).firstMismatch).not.toBeNull();
  });
});
