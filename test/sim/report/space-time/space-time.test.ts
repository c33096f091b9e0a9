import { describe, expect, test } from 'vitest';
import type { RecordedFact } from '../../../../sim/model/recorded-fact.ts';
import type { Verdict } from '../../../../sim/model/verdict.ts';
import { causalPast } from '../../../../sim/report/space-time/causal-past.ts';
import { chooseMoments } from '../../../../sim/report/space-time/choose-moments.ts';
import { describeRecord } from '../../../../sim/report/space-time/describe-record.ts';
import { drawLanes } from '../../../../sim/report/space-time/draw-lanes.ts';
import { momentsAbout } from '../../../../sim/report/space-time/moments-about.ts';
import { nodeId } from '../../../../src/ports/units.ts';
import { facts, history, nodes } from './write-race.ts';

const verdict: Verdict = { kind: 'violation', property: 'C-SingleValue', step: 7, node: 1, operations: [0, 1] };

/** The run with the fact at `place` told `times` more often. */
function withMore(place: number, times: number): readonly RecordedFact[] {
  const more = Array.from({ length: times }, () => facts[place] as RecordedFact);
  return [...facts.slice(0, place), ...more, ...facts.slice(place)];
}

describe('the causal past', () => {
  test('follows nodes backwards and messages to their sending', () => {
    const delivered = facts.findIndex(({ fact }) => fact.fact === 'delivered' && fact.number === 1);
    const past = causalPast(facts, [delivered]);
    const steps = new Set(facts.filter((_, place) => past[place]).map(({ step }) => step));
    expect([...steps]).toEqual([1, 2, 5, 7]);
  });

  test('a loss is no part of what its sender did', () => {
    const fact = facts.findIndex(({ step }) => step === 6);
    const past = causalPast(facts, [facts.findIndex(({ step }) => step === 4)]);
    expect(past[fact]).toBe(false);
  });
});

describe('the moments of a violation', () => {
  const moments = chooseMoments({ verdict, history, facts });

  test('end with it', () => {
    expect(Math.max(...moments.map(({ step }) => step))).toBe(7);
  });

  test('include the operations, the messages about the position, the loss and the fault', () => {
    const labels = moments.map(({ label }) => label);
    expect(labels).toEqual(
      expect.arrayContaining([
        'calls append',
        'unit/write position=3 epoch=1',
        'ok epoch=1 (drop)',
        'network.drop: unit-0 to client-0, message 0',
        'unit/fill position=3 epoch=1',
        'unit/filled position=3',
      ]),
    );
  });

  test('leave out what has nothing to do with it, however much that is', () => {
    expect(chooseMoments({ verdict, history, facts: withMore(1, 100) }).map(({ label }) => label)).toEqual(
      moments.map(({ label }) => label),
    );
  });

  test('are at most 14, and the fault and the operations are among them', () => {
    const chosen = chooseMoments({ verdict, history, facts: withMore(4, 100) }).map(({ label }) => label);
    expect(chosen).toHaveLength(14);
    expect(chosen).toContain('network.drop: unit-0 to client-0, message 0');
    expect(chosen).toContain('calls append');
    expect(chosen).toContain('unit/filled position=3');
  });

  test('are found without operations, from the event that broke the invariant', () => {
    const chosen = chooseMoments({ verdict: { kind: 'violation', step: 7, node: 1 }, history: [], facts });
    expect(chosen.map(({ label }) => label)).toContain('unit/fill position=3 epoch=1');
  });
});

test('moments are drawn on one lane per node that takes part', () => {
  const drawn = drawLanes(chooseMoments({ verdict, history, facts }), nodes);
  expect(drawn.join('\n')).toMatchInlineSnapshot(`
    "    step        time  unit-0   unit-1   client-0   client-1
           3    3.000 ms  │        │        ◆          │          calls append
           4    4.000 ms  ◀─────────────────●          │          unit/write position=3 epoch=1
           4    4.000 ms  •        │        │          │          unit/wrote position=3
           5    5.000 ms  │        │        │          ◆          calls fill pos=3
           6    6.000 ms  ●─────────────────✗          │          ok epoch=1 (drop)
           6    6.000 ms  │        │        │          │          network.drop: unit-0 to client-0, message 0
           7    7.000 ms  │        ◀───────────────────●          unit/fill position=3 epoch=1
           7    7.000 ms  │        •        │          │          unit/filled position=3"
  `);
});

test('records are described by what they are and the fields that matter', () => {
  const body = { kind: 'unit/write', epoch: 1, position: 3, payload: new Uint8Array(16) };
  expect(describeRecord({ is: 'request', call: 7, caller: 2, body })).toBe('unit/write position=3 payload=16B epoch=1');
  expect(describeRecord({ event: 'sealed', list: [1, 2] })).toBe('sealed list=[1,2]');
});

describe('the story of a position', () => {
  test('has everything that names it, and nothing else', () => {
    const moments = momentsAbout(withMore(1, 3), { position: 3 });
    expect(moments.every(({ positions }) => positions.includes(3))).toBe(true);
    expect(moments.map(({ label }) => label)).toContain('unit/fill position=3 epoch=1');
    expect(momentsAbout(facts, { position: 4 })).toEqual([]);
  });

  test('has the crashes of those who take part, between its first moment and its last', () => {
    const crash = (node: number): RecordedFact => ({
      step: 5,
      timeMicros: 5000,
      fact: { fact: 'crashed', node: nodeId(node), incarnation: 1 },
    });
    const place = facts.findIndex(({ step }) => step === 6);
    const told = [...facts.slice(0, place), crash(0), crash(9), ...facts.slice(place), crash(0)];
    const crashes = momentsAbout(told, { position: 3 }).filter(({ kind }) => kind === 'process');
    expect(crashes.map(({ node, step }) => [node, step])).toEqual([[0, 5]]);
  });
});

test('the story of an epoch has the steps that lead to it', () => {
  const layout = { epoch: 2, sequencer: 3, segments: [{ start: 0, end: null, stripes: [[0, 1]] }] };
  const claims = [
    { event: 'unit-sealed', epoch: 2, upTo: 0, hwm: 4 },
    { event: 'unit-wrote', epoch: 2, position: 5 },
    { event: 'unit-sealed', epoch: 3, upTo: 0, hwm: 4 },
    { event: 'layout-decided', epoch: 2, layout },
  ];
  const told = claims.map((claim, step): RecordedFact => ({
    step,
    timeMicros: step,
    fact: { fact: 'claim', node: nodeId(0), claim },
  }));
  expect(momentsAbout(told, { epoch: 2 }).map(({ label }) => label)).toEqual([
    'unit-sealed upTo=0 hwm=4 epoch=2',
    'layout-decided layout=sequencer 3, [0,∞) 0>1 epoch=2',
  ]);
});
