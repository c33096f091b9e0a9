/** What the operator ordered is owed when there is what it takes, and until the layout shows it. */
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../../sim/check/invariants/ledger.ts';
import { ClusterTruth } from '../../../../sim/check/liveness/cluster-truth.ts';
import { unmetOrders } from '../../../../sim/check/liveness/orders.ts';
import type { ChangeKind, Plan } from '../../../../sim/model/plan.ts';
import { firstLayoutOf } from '../../../../sim/systems/corfu.ts';
import type { Layout, Segment } from '../../../../src/corfu/layout.ts';
import { epoch, logPosition } from '../../../../src/log/position.ts';
import { nodeId } from '../../../../src/ports/units.ts';
import { BOB, CorfuFacts, factsPlan } from '../../../support/corfu-facts.ts';

const SPARE_LAYOUT_SERVER = 10;

/** Two stripes of units 0 to 3, spare units 4 and 5, sequencer 6, layout servers 7 to 9 and a spare one. */
function planOf(changes: readonly ChangeKind[]): Plan {
  const system = { ...factsPlan.system, spares: 2, layoutServers: 3, spareLayoutServers: 1, managers: 1 };
  return { ...factsPlan, system, changes: changes.map((change) => ({ change, atMicros: 0 })) };
}

function owed(
  changes: readonly ChangeKind[],
  layout: Partial<Layout>,
  { running = 12, tell = () => {} }: { running?: number; tell?: (facts: CorfuFacts) => void } = {},
): readonly string[] {
  const plan = planOf(changes);
  const ledger = new Ledger(plan);
  const truth = new ClusterTruth(plan, ledger);
  const facts = new CorfuFacts(ledger);
  for (let node = 0; node < running; node += 1) facts.tell({ fact: 'started', node: nodeId(node), incarnation: 1 });
  facts.decide({ ...firstLayoutOf(plan.system), ...layout, epoch: epoch(2) });
  tell(facts);
  return unmetOrders(truth);
}

const segment = (start: number, end: number | null, ...chains: readonly (readonly number[])[]): Segment => ({
  start: logPosition(start),
  end: end === null ? null : logPosition(end),
  stripes: chains.map((chain) => chain.map(nodeId)),
});

describe('an order of the operator', () => {
  it('is owed nothing when there is none', () => {
    expect(owed([], {})).toEqual([]);
  });

  it('for more stripes is owed until there are as many, if there are units', () => {
    expect(owed(['scale-out'], {})).toHaveLength(1);
    expect(owed(['scale-out'], { segments: [segment(0, null, [0, 1], [2, 3], [4, 5])] })).toEqual([]);
    expect(owed(['scale-out', 'scale-out'], { segments: [segment(0, null, [0, 1], [2, 3], [4, 5])] })).toEqual([]);
    expect(owed(['scale-out'], {}, { running: 5 })).toEqual([]);
  });

  it('comes after chains that are a copy short', () => {
    const short = { segments: [segment(0, null, [0], [2, 3, 1])] };
    expect(owed([], short)).toHaveLength(1);
    expect(owed(['scale-out'], short)).toHaveLength(1);
    expect(owed([], short, { running: 4 })).toEqual([]);
  });

  it('to drop what was trimmed is owed when a unit of the layout has said that it was', () => {
    const split = { segments: [segment(0, 4, [0, 1], [2, 3]), segment(4, null, [0, 1], [2, 3])] };
    const trims =
      (upTo: number) =>
      (facts: CorfuFacts): void =>
        facts.prefixTrim(BOB, 0, upTo);
    expect(owed(['drop-trimmed'], split, { tell: trims(4) })).toHaveLength(1);
    expect(owed(['drop-trimmed'], split, { tell: trims(3) })).toEqual([]);
    expect(owed([], split, { tell: trims(4) })).toEqual([]);
  });

  it('to replace a layout server is owed while it votes and another could', () => {
    expect(owed(['replace-layout-server'], {})).toEqual([
      'layout-server-0 still has a vote, and another could take it over',
    ]);
    expect(owed(['replace-layout-server'], { layoutServers: [10, 8, 9].map(nodeId) })).toEqual([]);
    expect(owed(['replace-layout-server'], {}, { running: SPARE_LAYOUT_SERVER })).toEqual([]);
    expect(owed([], {}, { tell: (facts) => facts.loseDevice(8) })).toHaveLength(1);
  });

  it('is not owed for a server that was never started, and had nothing to lose', () => {
    const tell = (facts: CorfuFacts): void => {
      facts.loseDevice(10);
      facts.tell({ fact: 'started', node: nodeId(10), incarnation: 1 });
    };
    expect(owed([], { layoutServers: [10, 8, 9].map(nodeId) }, { running: 10, tell })).toEqual([]);
  });
});
