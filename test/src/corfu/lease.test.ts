import { describe, expect, it } from 'vitest';
import { ChainClient } from '../../../src/corfu/chain-client.ts';
import { ClientDrivenChain } from '../../../src/corfu/chain-replication.ts';
import { CorfuClient } from '../../../src/corfu/client.ts';
import type { LayoutReply } from '../../../src/corfu/layout-messages.ts';
import { LayoutQuorum } from '../../../src/corfu/layout-quorum.ts';
import type { Layout } from '../../../src/corfu/layout.ts';
import { replaceSequencer } from '../../../src/corfu/layout-changes.ts';
import { heldMicros, waitMicros } from '../../../src/corfu/lease-terms.ts';
import type { ReconfigurationPlan } from '../../../src/corfu/reconfiguration.ts';
import type { SequencerReply } from '../../../src/corfu/sequencer-messages.ts';
import type { Strength } from '../../../src/corfu/strength.ts';
import type { ReadReply } from '../../../src/corfu/unit-messages.ts';
import { logPosition } from '../../../src/log/position.ts';
import { micros, type NodeId } from '../../../src/ports/units.ts';
import {
  patience,
  type ReconfigurableOptions,
  runReconfigurable,
  type Tester,
} from '../../support/reconfigurable-corfu.ts';
import { type ClusterRun, factsOf } from '../../support/run-cluster.ts';

const TERMS = { durationMicros: 60_000, driftPpm: 50_000 };
const HELD = heldMicros(TERMS);
const P = logPosition(0);
/** Longer than a round trip. */
const SOON = micros(3_000);

type Body = { readonly kind?: string };

async function run(code: (tester: Tester) => Promise<void>, options: ReconfigurableOptions = {}): Promise<ClusterRun> {
  let isThrough = false;
  const result = await runReconfigurable([(tester) => code(tester).then(() => void (isThrough = true))], {
    leases: TERMS,
    ...options,
  });
  expect(isThrough).toBe(true);
  return result;
}

const claims = (facts: ClusterRun['facts'], event: string) =>
  factsOf(facts, 'claim').flatMap(({ claim }) => (claim.event === event ? [claim] : []));

/** Nothing of this kind reaches `node` from now on. */
function cut({ bench }: Tester, node: NodeId, kind: string): void {
  const rule = { kind: 'test.cut', seed: 1, ratePpm: 1_000_000, delayMicrosMin: 0, delayMicrosMax: 0 } as const;
  const applies = (_from: NodeId, to: NodeId, _number: number, datagram: object): boolean =>
    to === node && (datagram as { readonly body: Body }).body.kind === kind;
  bench.network.addRule({ ...rule, effect: 'drop', applies });
}

/** Counts every datagram from now on. */
function countMessages({ bench }: Tester): () => number {
  let count = 0;
  const rule = { kind: 'test.count', seed: 1, ratePpm: 1_000_000, delayMicrosMin: 0, delayMicrosMax: 0 } as const;
  bench.network.addRule({ ...rule, effect: 'drop', applies: () => (count++, false) });
  return () => count;
}

/** Whether the sequencer of `layout` vouches for its tail. */
async function isVouchedFor({ rpc }: Tester, { sequencer, epoch }: Layout): Promise<boolean | undefined> {
  const request = { kind: 'sequencer/query', epoch, leased: true } as const;
  const reply = await rpc.call<SequencerReply>(sequencer, request, patience.timeout);
  return reply !== 'timeout' && reply.status === 'ok' ? reply.leased : undefined;
}

/** Gives the sequencer, who gets it when somebody asks for it first, the time to get a lease. */
async function obtainLease(tester: Tester): Promise<void> {
  await isVouchedFor(tester, tester.layouts.current());
  await tester.ports.clock.sleep(SOON);
}

function clientOf({ rpc, ports }: Tester, layout: Layout, strength: Strength): CorfuClient {
  const layouts = new LayoutQuorum(rpc, layout, patience.timeout);
  const chains = new ChainClient(ports, rpc, new ClientDrivenChain(rpc, patience.timeout), patience.timeout);
  return new CorfuClient(ports, rpc, chains, layouts, patience, strength);
}

function failover({ sequencers, layouts }: Tester): ReconfigurationPlan {
  const { sequencer } = layouts.current();
  const others = sequencers.filter((node) => node !== sequencer);
  return {
    isNeeded: (layout) => layout.sequencer === sequencer,
    sequencers: others,
    spares: [],
    change: replaceSequencer(others),
  };
}

describe('a leased answer', () => {
  it('costs one round trip, where a confirmed one costs two and asks every layout server', async () => {
    const costs: Record<string, { messages: number; micros: number }> = {};
    await run(async (tester) => {
      const { ports, layouts } = tester;
      await obtainLease(tester);
      for (const strength of ['leased', 'confirmed', 'serializable'] as const) {
        const client = clientOf(tester, layouts.current(), strength);
        const messages = countMessages(tester);
        const before = ports.clock.now();
        expect(await client.checkTail()).toEqual({ status: 'ok', tail: 0, epoch: 1 });
        const took = ports.clock.now() - before;
        await ports.clock.sleep(SOON);
        costs[strength] = { messages: messages(), micros: took };
      }
    });
    const { leased, confirmed, serializable } = costs;
    expect([leased?.messages, serializable?.messages, confirmed?.messages]).toEqual([2, 2, 2 + 3 * 2]);
    expect(confirmed?.micros).toBeGreaterThan(1.5 * (leased?.micros ?? Infinity));
  });

  it('is given when the lease has been obtained, by the sequencer and by the unit that reads are answered by', async () => {
    await run(async (tester) => {
      const { rpc, ports, layouts, chains } = tester;
      const tail = chains[0]?.at(-1) as NodeId;
      const read = { kind: 'unit/read', epoch: 1, position: P, leased: true } as const;
      const ask = async () => [
        await isVouchedFor(tester, layouts.current()),
        await rpc.call<ReadReply>(tail, read, patience.timeout),
      ];
      expect(await ask()).toMatchObject([false, { status: 'unwritten', leased: false }]);
      await ports.clock.sleep(SOON);
      expect(await ask()).toMatchObject([true, { status: 'unwritten', leased: true }]);
      const { leased: _, ...plain } = read;
      expect(await rpc.call<ReadReply>(tail, plain, patience.timeout)).not.toHaveProperty('leased');
    });
  });

  it('is confirmed by the client when there is no lease', async () => {
    await run(async (tester) => {
      const { log, layouts, layoutServers, ports } = tester;
      for (const server of layoutServers) cut(tester, server, 'layout/lease');
      expect(await log.append(Uint8Array.of(1))).toMatchObject({ status: 'ok' });
      const client = clientOf(tester, layouts.current(), 'leased');
      expect(await client.checkTail()).toEqual({ status: 'ok', tail: 1, epoch: 1 });
      expect(await client.read(logPosition(1))).toEqual({ status: 'unwritten' });
      await ports.clock.sleep(SOON);
      expect(await isVouchedFor(tester, layouts.current())).toBe(false);
    });
  });
});

describe('a lease', () => {
  it('is renewed while somebody wants it, and left to run out when nobody does', async () => {
    const { facts } = await run(async (tester) => {
      const { ports, layouts } = tester;
      await obtainLease(tester);
      for (let passed = 0; passed < 4 * HELD; passed += HELD >> 2) {
        expect(await isVouchedFor(tester, layouts.current())).toBe(true);
        await ports.clock.sleep(micros(HELD >> 2));
      }
      await ports.clock.sleep(micros(4 * HELD));
      expect(await isVouchedFor(tester, layouts.current())).toBe(false);
    });
    // Each of three servers, about once in half of what is held, over about five times that; and once at the end.
    const granted = claims(facts, 'lease-granted').length;
    expect(granted).toBeGreaterThanOrEqual(3 * 8);
    expect(granted).toBeLessThanOrEqual(3 * 16);
  });

  it('ends on time, though the clocks of those who grant it and of who holds it jump', async () => {
    await run(async (tester) => {
      const { bench, ports, layouts, layoutServers, sequencers } = tester;
      await obtainLease(tester);
      const since = ports.clock.monotonic();
      for (const server of layoutServers) cut(tester, server, 'layout/lease');
      for (const node of [...sequencers, ...layoutServers]) bench.cluster.node(node).clock.jump(-50_000_000);
      await ports.clock.sleep(micros(HELD >> 1));
      expect(await isVouchedFor(tester, layouts.current())).toBe(true);
      await ports.clock.sleep(micros(since + HELD - ports.clock.monotonic()));
      expect(await isVouchedFor(tester, layouts.current())).toBe(false);
    });
  });

  it('needs a majority of grants', async () => {
    await run(async (tester) => {
      const { layoutServers, layouts } = tester;
      for (const server of layoutServers.slice(1)) cut(tester, server, 'layout/lease');
      await obtainLease(tester);
      expect(await isVouchedFor(tester, layouts.current())).toBe(false);
    });
  });

  it('is granted to those whom the layout names, for the epoch that would be confirmed and no other', async () => {
    await run(async ({ rpc, layouts, layoutServers, chains, sequencers }) => {
      const [server] = layoutServers as [NodeId];
      const [serving, other] = sequencers as [NodeId, NodeId];
      const ask = (epoch: number, holder = serving): Promise<LayoutReply | 'timeout'> =>
        rpc.call(server, { kind: 'layout/lease', epoch, holder }, patience.timeout);
      expect(await ask(1, other)).toEqual({ status: 'not-named' });
      expect(await ask(1, chains[0]?.[1])).toEqual({ status: 'granted', ...TERMS });
      expect(await ask(1)).toEqual({ status: 'granted', ...TERMS });
      expect(await ask(2)).toMatchObject({ status: 'superseded' });
      const told = await layouts.seal(2);
      expect(told?.length).toBeGreaterThanOrEqual(2);
      expect(await ask(1)).toMatchObject({ status: 'superseded' });
    });
  });

  it('is reported with the seal, and by a server that has forgotten whom it granted one, for everybody', async () => {
    await run(async ({ bench, rpc, ports, layoutServers, sequencers }) => {
      const [server] = layoutServers as [NodeId];
      const [holder] = sequencers as [NodeId];
      const call = (request: object): Promise<LayoutReply | 'timeout'> => rpc.call(server, request, patience.timeout);
      const left = async () => {
        const reply = await call({ kind: 'layout/seal', epoch: 2 });
        if (reply === 'timeout' || reply.status !== 'ok') throw new Error('not sealed');
        return reply.leases;
      };
      await call({ kind: 'layout/lease', epoch: 1, holder });
      const before = await left();
      expect(before).toMatchObject({ driftPpm: 50_000, anybodyMicros: 0, holders: [{ holder }] });
      expect(before?.holders[0]?.restMicros).toBeGreaterThan(50_000);
      bench.cluster.node(server).crash(1_000);
      await ports.clock.sleep(micros(20_000));
      const after = await left();
      expect(after).toMatchObject({ driftPpm: 50_000, holders: [] });
      expect(after?.anybodyMicros).toBeGreaterThan(35_000);
      await ports.clock.sleep(micros(60_000));
      expect(await left()).toEqual({ driftPpm: 50_000, anybodyMicros: 0, holders: [] });
    });
  });
});

describe('who goes on without the holder of a lease', () => {
  it('waits until the lease has run out, and the holder is right until then', async () => {
    const vouched: (boolean | undefined)[] = [];
    const decidedAt: number[] = [];
    const reconfigure = async (tester: Tester): Promise<void> => {
      const { ports, layouts, reconfigurer, log } = tester;
      await obtainLease(tester);
      const old = layouts.current();
      cut(tester, old.sequencer, 'sequencer/seal');
      const began = ports.clock.monotonic();
      expect(await reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
      decidedAt.push(ports.clock.monotonic() - began);
      expect(await log.append(Uint8Array.of(1))).toMatchObject({ status: 'ok', position: 0 });
      vouched.push(await isVouchedFor(tester, old));
      expect(await clientOf(tester, old, 'serializable').checkTail()).toEqual({ status: 'ok', tail: 0, epoch: 1 });
      expect(await clientOf(tester, old, 'leased').checkTail()).toEqual({ status: 'ok', tail: 1, epoch: 2 });
      expect(await clientOf(tester, old, 'leased').read(P)).toMatchObject({ status: 'data' });
    };
    const { facts } = await run(reconfigure);
    expect(vouched).toEqual([false]);
    expect(decidedAt[0]).toBeGreaterThan(HELD - 2 * SOON);
    expect(claims(facts, 'leases-waited-out')).toMatchObject([{ epoch: 2 }]);
  });

  it('does not wait for one that has acknowledged the seal', async () => {
    const { facts } = await run(async (tester) => {
      await obtainLease(tester);
      const old = tester.layouts.current();
      expect(
        await tester.reconfigurer.reconfigure({ ...failover(tester), sequencers: tester.sequencers }),
      ).toMatchObject({ status: 'done' });
      expect(await isVouchedFor(tester, old)).toBe(undefined);
    });
    expect(claims(facts, 'leases-waited-out')).toEqual([]);
  });

  it('waits the whole time for layout servers that have forgotten', async () => {
    const { facts } = await run(async (tester) => {
      const { bench, layouts, layoutServers, ports, reconfigurer } = tester;
      for (const server of layoutServers) bench.cluster.node(server).crash(1_000);
      await ports.clock.sleep(micros(20_000));
      cut(tester, layouts.current().sequencer, 'sequencer/seal');
      expect(await reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
    });
    const [waited] = claims(facts, 'leases-waited-out');
    expect(waited?.['waitMicros']).toBeGreaterThan(waitMicros(35_000, TERMS.driftPpm));
  });

  it('has nobody to wait for where nobody grants leases', async () => {
    const withoutLeases = async (tester: Tester): Promise<void> => {
      cut(tester, tester.layouts.current().sequencer, 'sequencer/seal');
      expect(await isVouchedFor(tester, tester.layouts.current())).toBe(undefined);
      expect(await tester.reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
    };
    const { facts } = await runReconfigurable([withoutLeases]);
    expect(claims(facts, 'leases-waited-out')).toEqual([]);
  });
});
