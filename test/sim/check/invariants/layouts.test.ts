/** For each invariant of layouts: runs that are legal although they look odd, and minimal ones that are not. */
import type { Layout, Segment } from '../../../../src/corfu/layout.ts';
import { epoch as epochOf, logPosition } from '../../../../src/log/position.ts';
import { nodeId } from '../../../../src/ports/units.ts';
import { firstLayoutOf } from '../../../../sim/systems/corfu.ts';
import { ANN, type CorfuFacts, entry, factsPlan, UNITS, valueIn } from '../../../support/corfu-facts.ts';
import { describeInvariants, type InvariantCase } from '../../../support/invariant-cases.ts';

const first = firstLayoutOf(factsPlan.system);
const [HEAD, TAIL] = [0, 1];
const P = 0;

/** The layout of `epoch`: the first one but for what is given. */
function layoutOf(epoch: number, changes: Partial<Layout> = {}): Layout {
  return { ...first, ...changes, epoch: epochOf(epoch) };
}

/** From `tail` on, positions of the first chain go to its tail alone. */
function withoutHead(tail: number): readonly Segment[] {
  const chains = [[nodeId(TAIL)], [nodeId(2), nodeId(3)]];
  return [{ start: logPosition(0), end: null, stripes: tail === 0 ? chains : chains.toReversed() }];
}

function sealAll(facts: CorfuFacts, epoch: number, units: readonly number[] = UNITS, hwm = -1): void {
  for (const unit of units) facts.seal(unit, epoch, hwm);
}

const cases: Record<string, readonly InvariantCase[]> = {
  'Y-OneLayoutPerEpoch': [
    {
      what: 'the same layout is announced by everybody',
      tell(facts) {
        sealAll(facts, 2);
        facts.decide(layoutOf(2, { sequencerIncarnation: 2 }));
        facts.decide(layoutOf(2, { sequencerIncarnation: 2 }));
      },
      broken: [],
    },
    {
      what: 'two sequencers are the one of epoch 2',
      tell(facts) {
        sealAll(facts, 2);
        facts.decide(layoutOf(2, { sequencerIncarnation: 2 }));
        facts.decide(layoutOf(2, { sequencerIncarnation: 3 }));
      },
      broken: ['Y-OneLayoutPerEpoch'],
    },
  ],
  'Y-SegmentsPartition': [
    {
      what: 'two segments that follow each other',
      tell(facts) {
        sealAll(facts, 2);
        const [open] = first.segments as [Segment];
        const segments = [
          { ...open, end: logPosition(4) },
          { ...open, start: logPosition(4) },
        ];
        facts.decide(layoutOf(2, { segments }));
      },
      broken: [],
    },
    {
      what: 'a gap between two segments',
      tell(facts) {
        sealAll(facts, 2);
        const [open] = first.segments as [Segment];
        const segments = [
          { ...open, end: logPosition(4) },
          { ...open, start: logPosition(6) },
        ];
        facts.decide(layoutOf(2, { segments }));
      },
      broken: ['Y-SegmentsPartition'],
    },
  ],
  'Y-SealBeforeInstall': [
    {
      what: 'one unit of each chain is sealed, and the others are given up',
      tell(facts) {
        sealAll(facts, 2, [TAIL, 2, 3]);
        facts.decide(layoutOf(2, { segments: withoutHead(0) }));
      },
      broken: [],
    },
    {
      what: 'a chain whose units lost their devices has nothing to seal',
      tell(facts) {
        sealAll(facts, 2, [2, 3]);
        facts.loseDevice(HEAD);
        facts.seal(TAIL, 2);
        facts.decide(layoutOf(2, { segments: withoutHead(0) }));
      },
      broken: [],
    },
    {
      what: 'no unit of the other chain was sealed',
      tell(facts) {
        sealAll(facts, 2, [HEAD, TAIL]);
        facts.decide(layoutOf(2, { sequencerIncarnation: 2 }));
      },
      broken: ['Y-SealBeforeInstall', 'Y-RetainedSealed'],
    },
  ],
  'Y-RetainedSealed': [
    {
      what: 'the unit that was not sealed is not in the new layout',
      tell(facts) {
        sealAll(facts, 2, [TAIL, 2, 3]);
        facts.decide(layoutOf(2, { segments: withoutHead(0) }));
      },
      broken: [],
    },
    {
      what: 'a unit that was sealed loses its device before the layout is decided',
      tell(facts) {
        sealAll(facts, 2);
        facts.loseDevice(HEAD);
        facts.decide(layoutOf(2, { sequencerIncarnation: 2 }));
      },
      broken: [],
    },
    {
      what: 'the unit that was not sealed stays',
      tell(facts) {
        sealAll(facts, 2, [TAIL, 2, 3]);
        facts.decide(layoutOf(2, { sequencerIncarnation: 2 }));
      },
      broken: ['Y-RetainedSealed'],
    },
  ],
  'Y-AckedInSurvivors': [
    {
      what: 'the survivor of the chain has what was acknowledged',
      tell(facts) {
        acknowledged(facts);
        sealAll(facts, 2, [TAIL, 2, 3], P);
        facts.decide(layoutOf(2, { segments: withoutHead(0) }));
      },
      broken: [],
    },
    {
      what: 'the position goes to another chain',
      tell(facts) {
        acknowledged(facts);
        sealAll(facts, 2, [TAIL, 2, 3], P);
        facts.decide(layoutOf(2, { segments: withoutHead(1) }));
      },
      broken: ['Y-AckedInSurvivors'],
    },
  ],
};

/** Ann has appended at position 0. */
function acknowledged(facts: CorfuFacts): void {
  const operation = facts.invoke(ANN, { op: 'append', arg: valueIn(ANN, 1) });
  facts.grant(ANN, P);
  for (const unit of facts.chainOf(P)) facts.write(ANN, unit, P, entry(ANN, 1));
  facts.respond(ANN, operation, { out: 'ok', outPos: P });
}

describeInvariants(cases);
