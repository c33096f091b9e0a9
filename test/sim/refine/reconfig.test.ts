import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '../../../src/ports/trace.ts';
import type { Fact } from '../../../sim/model/fact.ts';
import type { RecordedFact } from '../../../sim/model/recorded-fact.ts';
import duellingReconfigurers from '../../../scenarios/duelling-reconfigurers.ts';
import sequencerFailover from '../../../scenarios/sequencer-failover.ts';
import streamsUnderChange from '../../../scenarios/streams-under-change.ts';
import unitLoss from '../../../scenarios/unit-loss-and-rebuild.ts';
import wrongSuspicion from '../../../scenarios/wrong-suspicion.ts';
import { heldAgainstReconfig, recordRun } from './recorded-run.ts';

const scenarios = [duellingReconfigurers, sequencerFailover, streamsUnderChange, unitLoss, wrongSuspicion];

describe('runs are behaviours of Reconfig', () => {
  const taken = new Map<string, number>();

  test.for(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async ([, scenario]) => {
    for (let seed = 0; seed < 6; seed += 1) {
      const run = await recordRun(scenario, seed);
      const verdict = heldAgainstReconfig(run, run.everything);
      expect(verdict.firstMismatch, `seed ${seed}`).toBeNull();
      expect(verdict.matched + verdict.stuttered).toBe(verdict.events);
      for (const [action, count] of verdict.coverage) taken.set(action, (taken.get(action) ?? 0) + count);
    }
  });

  test('in which every action occurs', () => {
    expect([...taken].filter(([, count]) => count === 0).map(([action]) => action)).toEqual([]);
  });
});

/** A copy of the list in which one claim is another, or is not there. */
type Corruption = (facts: readonly RecordedFact[]) => readonly RecordedFact[];

function claimed(facts: readonly RecordedFact[], event: string, which: (claim: DomainEvent) => boolean): number {
  const at = facts.findIndex(({ fact }) => fact.fact === 'claim' && fact.claim.event === event && which(fact.claim));
  expect(at).toBeGreaterThan(-1);
  return at;
}

function changed(facts: readonly RecordedFact[], at: number, change: object): readonly RecordedFact[] {
  const { fact, step } = facts[at] as RecordedFact;
  const claim = { ...(fact as Extract<Fact, { fact: 'claim' }>).claim, ...change };
  return facts.with(at, { step, fact: { ...fact, claim } as Fact } as RecordedFact);
}

const isSecond = ({ epoch }: DomainEvent): boolean => epoch === 2;

const corruptions: Readonly<Record<string, Corruption>> = {
  'a token is granted twice': (facts) => {
    const at = claimed(facts, 'token-granted', () => true);
    return facts.toSpliced(at, 0, facts[at] as RecordedFact);
  },
  'a token is of an epoch that nobody serves': (facts) =>
    changed(
      facts,
      claimed(facts, 'token-granted', () => true),
      { epoch: 9 },
    ),
  'a sequencer begins too low': (facts) => {
    const at = claimed(facts, 'sequencer-bootstrapped', ({ epoch, tail }) => epoch === 2 && (tail as number) > 0);
    return changed(facts, at, { tail: 0 });
  },
  'a sequencer begins too high': (facts) =>
    changed(facts, claimed(facts, 'sequencer-bootstrapped', isSecond), { tail: 4711 }),
  'a sequencer is bootstrapped twice': (facts) => {
    const at = claimed(facts, 'sequencer-bootstrapped', isSecond);
    return facts.toSpliced(at, 0, facts[at] as RecordedFact);
  },
  'a sequencer serves before there is a layout': (facts) =>
    changed(facts, claimed(facts, 'sequencer-bootstrapped', isSecond), { epoch: 3 }),
  'a unit of the next layout was not sealed': (facts) => {
    const at = claimed(facts, 'unit-sealed', isSecond);
    return facts.toSpliced(at, 1);
  },
  'a unit is sealed for an epoch that nobody has begun': (facts) =>
    changed(facts, claimed(facts, 'unit-sealed', isSecond), { epoch: 4 }),
};

describe('a trace is refused in which', async () => {
  const run = await recordRun(sequencerFailover, 1);

  test.for(Object.entries(corruptions))('%s', ([, corrupt]) => {
    expect(heldAgainstReconfig(run, run.everything).firstMismatch).toBeNull();
    expect(heldAgainstReconfig(run, corrupt(run.everything)).firstMismatch).not.toBeNull();
  });
});
