/** A proof of unavailability holds on its own trace, and no longer when the trace, or what it says of it, is another. */
import { beforeAll, describe, expect, it } from 'vitest';
import { proofProblem } from '../../../../sim/check/liveness/verify-proof.ts';
import type { Fact } from '../../../../sim/model/fact.ts';
import type { Plan } from '../../../../sim/model/plan.ts';
import type { Excuse, NodeEvent, Statement } from '../../../../sim/model/proof.ts';
import type { RecordedFact } from '../../../../sim/model/recorded-fact.ts';
import { recordPlan } from '../../../../sim/run/run-seed.ts';
import { nodeId } from '../../../../src/ports/units.ts';
import { shortPlan, shortScenario } from '../../../support/short-plan.ts';

type Facts = readonly RecordedFact[];
type ChainLost = Extract<Statement, { says: 'chain-lost' }>;

const plan: Plan = {
  ...shortPlan,
  system: { ...shortPlan.system, layoutServers: 3, sequencers: 2, spares: 1, managers: 1 },
  faults: [
    { kind: 'process.destroy', role: 'unit', index: 0, atMicros: 10_500 },
    { kind: 'process.destroy', role: 'unit', index: 1, atMicros: 10_600 },
  ],
};
const SPARE = 2;
const MANAGER = 8;

let facts: Facts = [];
let proof: readonly Excuse[] = [];
let chain: ChainLost;

beforeAll(async () => {
  const { result, facts: recorded } = await recordPlan(shortScenario, plan, {});
  facts = recorded;
  proof = result.verdict.proof ?? [];
  chain = proof.flatMap(({ because }) => because).find(({ says }) => says === 'chain-lost') as ChainLost;
});

/** The same proof with another statement in the place of that of the chain. */
function withChain(change: Partial<ChainLost>): readonly Excuse[] {
  const changed = { ...chain, ...change };
  const replace = (each: Statement): Statement => (each.says === 'chain-lost' ? changed : each);
  return proof.map((excuse) => ({ ...excuse, because: excuse.because.map(replace) }));
}

function withUnit(change: Partial<NodeEvent>): readonly Excuse[] {
  const [head, ...rest] = chain.units;
  return withChain({ units: [{ ...(head as NodeEvent), ...change }, ...rest] });
}

const excuse = (need: Excuse['need'], ...because: readonly Statement[]): readonly Excuse[] => [
  { what: 'somebody is to get something', need, because },
];

/** The destroyed unit 0 is wiped, as it would be before it is taken in. */
function wipe(): readonly Fact[] {
  const [from, to] = [nodeId(MANAGER), nodeId(0)];
  const call = { call: 900, incarnation: 1 };
  const request = { is: 'request', ...call, caller: from, body: { kind: 'unit/reset', epoch: 2, incarnation: 1 } };
  const reply = { is: 'reply', ...call, body: { status: 'ok', epoch: 2, incarnation: 2 } };
  return [
    { fact: 'delivered', node: to, from, to, number: 900, datagram: request },
    { fact: 'sent', node: to, from: to, to: from, number: 900, datagram: reply },
  ];
}

function afterLoss(...more: readonly Fact[]): Facts {
  const last = facts.at(-1) as RecordedFact;
  return [...facts, ...more.map((fact) => ({ step: last.step, timeMicros: last.timeMicros, fact }))];
}

describe('a proof', () => {
  it('holds on the trace that it was made from', () => {
    expect(proof.length).toBeGreaterThan(2);
    expect(proofProblem(proof, plan, facts)).toBeUndefined();
  });

  const doctored: Readonly<Record<string, () => readonly [readonly Excuse[], Plan, Facts]>> = {
    'excuses nothing': () => [[], plan, facts],
    'names another event': () => [withUnit({ step: 1 }), plan, facts],
    'names another fault': () => [withUnit({ fault: 'process.crash' }), plan, facts],
    'names another node': () => [withUnit({ node: SPARE }), plan, facts],
    'leaves out a unit of the chain': () => [withChain({ units: chain.units.slice(1) }), plan, facts],
    'names one unit twice': () => [withChain({ units: [chain.units[0]!, chain.units[0]!] }), plan, facts],
    'is about another segment': () => [withChain({ start: 5 }), plan, facts],
    'is about another epoch': () => [withChain({ epoch: chain.epoch + 1 }), plan, facts],
    'is held against a trace without the loss': () => [
      proof,
      plan,
      facts.filter(({ fact }) => fact.fact !== 'device-lost' || fact.node !== 0),
    ],
    'is held against a trace in which a unit was wiped and taken in since': () => [proof, plan, afterLoss(...wipe())],
    'is held against a trace with a newer layout': () => {
      const commit = facts.find(({ fact }) => fact.fact === 'sent' && 'layout' in bodyOf(fact.datagram));
      const layout = { ...layoutOf(commit), epoch: 2 };
      const body = { kind: 'layout/commit', layout };
      const datagram = { is: 'request', call: 901, incarnation: 1, caller: nodeId(MANAGER), body };
      const from = nodeId(MANAGER);
      return [proof, plan, afterLoss({ fact: 'sent', node: from, from, to: nodeId(5), number: 901, datagram })];
    },
    'says that the layout is fixed where it is not': () => [
      excuse({ need: 'next-layout' }, { says: 'layout-fixed' }),
      plan,
      facts,
    ],
    'says that the layout is fixed, and no more': () => [
      excuse({ need: 'sequencer' }, { says: 'layout-fixed' }),
      shortPlan,
      facts,
    ],
    'says that there is no manager where there is one': () => [
      excuse({ need: 'next-layout' }, { says: 'no-manager', destroyed: [] }),
      plan,
      facts,
    ],
    'counts layout servers that are well among the lost': () => [
      excuse(
        { need: 'layout-servers' },
        { says: 'majority-lost', epoch: 1, layoutServers: [5, 6, 7], lost: [5, 6].map((node) => ({ ...at(), node })) },
      ),
      plan,
      facts,
    ],
    'counts one lost layout server twice': () => [
      excuse(
        { need: 'layout-servers' },
        { says: 'majority-lost', epoch: 1, layoutServers: [5, 6, 7], lost: [at(), at()] },
      ),
      plan,
      facts,
    ],
    'says that a sequencer has ended which serves': () => [
      excuse({ need: 'sequencer' }, { says: 'sequencer-ended', epoch: 1, sequencer: { ...at(), node: 3 } }, chain),
      plan,
      facts,
    ],
    'excuses with a lost chain that the layout servers are silent': () => [
      excuse({ need: 'layout-servers' }, chain),
      plan,
      facts,
    ],
    'says that an epoch is over of which nobody said so': () => [
      excuse({ need: 'sequencer' }, { says: 'epoch-ended', epoch: 1, by: [{ ...at(), node: 3 }] }, chain),
      plan,
      facts,
    ],
    'says that a client is ignorant of the layout that it asks in': () => [
      excuse({ need: 'sequencer' }, { says: 'layout-unknown', epoch: 1, client: 9, asksIn: 0 }, chain),
      plan,
      facts,
    ],
  };

  it.each(Object.keys(doctored))('that %s does not hold', (name) => {
    const [excuses, ofPlan, trace] = doctored[name]!();
    expect(proofProblem(excuses, ofPlan, trace)).toBeTypeOf('string');
  });
});

/** Some event of the trace. */
function at(): NodeEvent {
  return chain.units[0] as NodeEvent;
}

function bodyOf(datagram: object): object {
  return (datagram as { readonly body: object }).body;
}

function layoutOf(recorded: RecordedFact | undefined): object {
  if (recorded?.fact.fact !== 'sent') throw new Error('no layout was told');
  return (bodyOf(recorded.fact.datagram) as { readonly layout: object }).layout;
}
