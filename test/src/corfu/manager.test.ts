import { expect, it } from 'vitest';
import { Manager } from '../../../src/corfu/manager.ts';
import { sharesOf } from '../../../src/corfu/layout-changes.ts';
import { type Layout, unitsOf } from '../../../src/corfu/layout.ts';
import { type LogPosition, logPosition } from '../../../src/log/position.ts';
import type { LayoutGoals } from '../../../src/corfu/layout-goals.ts';
import { micros, type NodeId, nodeId } from '../../../src/ports/units.ts';
import {
  patience,
  type ReconfigurableOptions,
  runReconfigurable,
  type Tester,
} from '../../support/reconfigurable-corfu.ts';
import { claimsOf } from '../../support/run-cluster.ts';

const FOREVER = 1_000_000_000;
const SECOND = 1_000_000;

/** Runs `code` while `managers` managers look after the log; returns how many layouts were decided, and the last. */
async function managed(
  code: (tester: Tester) => Promise<void>,
  {
    managers = 1,
    goals = {},
    ...options
  }: ReconfigurableOptions & { readonly managers?: number; readonly goals?: Partial<LayoutGoals> } = {},
): Promise<{ readonly epochs: number; readonly layout: Layout }> {
  let over = false;
  let layout: Layout | undefined;
  const manager = async ({
    ports,
    rpc,
    layouts,
    reconfigurer,
    rebuilder,
    chains,
    sequencers,
    spares,
    layoutServers,
  }: Tester): Promise<void> => {
    const parts = { layouts, reconfigurer, rebuilder };
    const inventory = { sequencers, spares: [...spares, ...chains.flat()], layoutServers };
    const built = { chainLength: 2, stripes: chains.length, dropsTrimmed: false, retiredLayoutServers: [] };
    const orders = { inventory, goals: () => ({ ...built, ...goals }) };
    await new Manager(ports, rpc, parts, orders, patience, micros(10_000)).run(() => over);
  };
  const worker = async (tester: Tester): Promise<void> => {
    await code(tester);
    over = true;
    await tester.layouts.refresh();
    layout = tester.layouts.current();
  };
  const run = await runReconfigurable([worker, ...Array.from({ length: managers }, () => manager)], options);
  if (layout === undefined) throw new Error('the worker did not finish');
  expect(claimsOf(run.facts)).not.toContain('process-exited');
  return { epochs: layout.epoch, layout };
}

async function appendAll({ log }: Tester, count: number): Promise<readonly LogPosition[]> {
  const positions: LogPosition[] = [];
  for (let i = 0; positions.length < count; i += 1) {
    const outcome = await log.append(Uint8Array.of(i));
    if (outcome.status === 'ok') positions.push(outcome.position);
  }
  return positions;
}

async function allReadable({ log }: Tester, positions: readonly LogPosition[]): Promise<void> {
  for (const position of positions) expect((await log.read(position)).status).toBe('data');
}

const wait = ({ ports }: Tester, seconds: number): Promise<void> => ports.clock.sleep(micros(seconds * SECOND));

it('changes nothing where nothing is wrong', async () => {
  const { epochs } = await managed(async (tester) => {
    await appendAll(tester, 5);
    await wait(tester, 1);
  });
  expect(epochs).toBe(1);
});

it('replaces a sequencer that is gone, or was restarted without its tail', async () => {
  for (const downMicros of [FOREVER, 1_000]) {
    const { epochs } = await managed(async (tester) => {
      const before = await appendAll(tester, 3);
      tester.bench.cluster.node(tester.sequencers[0] as NodeId).crash(downMicros);
      const after = await appendAll(tester, 3);
      await allReadable(tester, [...before, ...after]);
      expect(await tester.log.read(logPosition(99))).toEqual({ status: 'unwritten' });
    });
    expect(epochs).toBe(2);
  }
});

it('has a lost unit replaced and its successor rebuilt, until every chain is whole again', async () => {
  const { layout } = await managed(
    async (tester) => {
      const before = await appendAll(tester, 6);
      const [head] = tester.chains[0] as [NodeId];
      tester.bench.cluster.node(head).crash(FOREVER);
      const after = await appendAll(tester, 3);
      await wait(tester, 2);
      await allReadable(tester, [...before, ...after]);
    },
    { spares: 1, stripes: 2 },
  );
  expect(layout.segments).toHaveLength(1);
  expect(layout.segments[0]?.stripes.map((chain) => chain.length)).toEqual([2, 2]);
  for (const unit of unitsOf(layout)) expect(sharesOf(layout, unit)).toEqual([]);
});

it('admits a unit that lost its devices as a spare, wiped', async () => {
  const { layout } = await managed(
    async (tester) => {
      const before = await appendAll(tester, 4);
      const [head, tail] = tester.chains[0] as [NodeId, NodeId];
      tester.bench.cluster.node(head).loseDevices(1_000);
      await wait(tester, 3);
      await allReadable(tester, before);
      // Its spare has taken over; now the wiped one is all there is to call in.
      tester.bench.cluster.node(tail).crash(FOREVER);
      await wait(tester, 3);
      await allReadable(tester, [...before, ...(await appendAll(tester, 2))]);
    },
    { spares: 1 },
  );
  expect(layout.epoch).toBeGreaterThan(2);
});

it('works with a rival, and neither keeps the other from the end', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const { layout } = await managed(
      async (tester) => {
        const before = await appendAll(tester, 3);
        tester.bench.cluster.node(tester.sequencers[0] as NodeId).crash(FOREVER);
        tester.bench.cluster.node((tester.chains[0] as [NodeId])[0]).crash(FOREVER);
        const after = await appendAll(tester, 3);
        await wait(tester, 3);
        await allReadable(tester, [...before, ...after]);
      },
      { spares: 1, managers: 2, seed },
    );
    expect(layout.segments).toHaveLength(1);
    expect(layout.epoch).toBeLessThan(10);
  }
});

it('ends an epoch that somebody began to end, though nothing is gone', async () => {
  const { epochs } = await managed(async (tester) => {
    const before = await appendAll(tester, 2);
    const units = tester.chains.flat();
    for (const unit of units) await tester.rpc.call(unit, { kind: 'unit/seal', epoch: 2 }, patience.timeout);
    await allReadable(tester, [...before, ...(await appendAll(tester, 2))]);
  });
  expect(epochs).toBe(2);
});

it('lengthens a chain again that was shortened for want of a spare', async () => {
  const { layout } = await managed(async (tester) => {
    const before = await appendAll(tester, 4);
    const [head] = tester.chains[0] as [NodeId];
    tester.bench.cluster.node(head).crash(SECOND);
    await wait(tester, 0.5);
    await tester.layouts.refresh();
    expect(unitsOf(tester.layouts.current())).not.toContain(head);
    const meanwhile = await appendAll(tester, 2);
    await wait(tester, 3);
    await allReadable(tester, [...before, ...meanwhile]);
  });
  expect(layout.segments).toHaveLength(1);
  expect(layout.segments[0]?.stripes[0]).toHaveLength(2);
});

it('scales the log out as the operator wants, once there are units for it', async () => {
  const stripesAfter = async (spares: number): Promise<readonly (number | undefined)[]> => {
    const { layout } = await managed(
      async (tester) => {
        const before = await appendAll(tester, 5);
        await wait(tester, 1);
        await allReadable(tester, [...before, ...(await appendAll(tester, 5))]);
      },
      { spares, goals: { stripes: 2 } },
    );
    return layout.segments.map(({ stripes }) => stripes.length);
  };
  expect(await stripesAfter(2)).toContain(2);
  expect(await stripesAfter(1)).toEqual([1]);
});

it('drops the segments in which everything was trimmed, when the operator wants that', async () => {
  for (const dropsTrimmed of [false, true]) {
    let end = 0;
    const { layout } = await managed(
      async (tester) => {
        await appendAll(tester, 5);
        await wait(tester, 1);
        const after = await appendAll(tester, 5);
        end = tester.layouts.current().segments.at(-1)?.start ?? 0;
        expect(await tester.log.prefixTrim(logPosition(end))).toEqual({ status: 'ok' });
        await wait(tester, 1);
        await allReadable(tester, after);
        expect(await tester.log.read(logPosition(end - 1))).toEqual({ status: 'trimmed' });
      },
      { spares: 2, goals: { stripes: 2, dropsTrimmed } },
    );
    expect(end).toBeGreaterThan(0);
    expect(layout.segments[0]?.start).toBe(dropsTrimmed ? end : 0);
  }
});

it('has another vote for a layout server that has lost its disk, or that the operator wants to retire', async () => {
  for (const retires of [false, true]) {
    const voters: NodeId[] = [];
    const { layout } = await managed(
      async (tester) => {
        await appendAll(tester, 2);
        const [first, second] = tester.layoutServers as [NodeId, NodeId];
        voters.push(...tester.layoutServers);
        if (!retires) tester.bench.cluster.node(first).loseDevices(1_000);
        await wait(tester, 2);
        // Now the newcomer is needed for every decision.
        tester.bench.cluster.node(second).crash(FOREVER);
        tester.bench.cluster.node(tester.sequencers[0] as NodeId).crash(FOREVER);
        await appendAll(tester, 2);
      },
      { spareLayoutServers: 1, goals: retires ? { retiredLayoutServers: [nodeId(4)] } : {} },
    );
    expect(layout.layoutServers).toEqual([voters[3], voters[1], voters[2]]);
    expect(layout.epoch).toBe(3);
  }
});
