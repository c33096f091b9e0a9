import { describe, expect, it } from 'vitest';
import { ChainClient } from '../../../src/corfu/chain-client.ts';
import { ClientDrivenChain } from '../../../src/corfu/chain-replication.ts';
import { CorfuClient } from '../../../src/corfu/client.ts';
import { LayoutQuorum } from '../../../src/corfu/layout-quorum.ts';
import type { Layout } from '../../../src/corfu/layout.ts';
import { dropTrimmed, replaceSequencer, replaceUnit, scaleOut } from '../../../src/corfu/layout-changes.ts';
import { type ReconfigurationPlan, Reconfigurer } from '../../../src/corfu/reconfiguration.ts';
import type { LogPosition } from '../../../src/log/position.ts';
import { logPosition } from '../../../src/log/position.ts';
import type { AppendOutcome } from '../../../src/log/shared-log.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import { micros } from '../../../src/ports/units.ts';
import {
  patience,
  type ReconfigurableOptions,
  runReconfigurable,
  type Tester,
} from '../../support/reconfigurable-corfu.ts';
import { claimsOf, factsOf } from '../../support/run-cluster.ts';

const FOREVER = 1_000_000_000;
const bytes = (...content: number[]): Uint8Array => Uint8Array.of(...content);

/** Another sequencer than the one that serves now. */
function failover({ sequencers, layouts }: Tester): ReconfigurationPlan {
  const { sequencer, sequencerIncarnation } = layouts.current();
  return {
    isNeeded: (layout) => layout.sequencer === sequencer && layout.sequencerIncarnation === sequencerIncarnation,
    sequencers,
    spares: [],
    change: replaceSequencer(sequencers),
  };
}

function replacement(unit: NodeId, spare: NodeId | undefined): ReconfigurationPlan {
  return {
    isNeeded: (layout) => layout.segments.at(-1)?.stripes.some((chain) => chain.includes(unit)) ?? false,
    sequencers: [],
    spares: spare === undefined ? [] : [spare],
    change: replaceUnit(unit, spare),
  };
}

async function run(code: (tester: Tester) => Promise<void>, options: ReconfigurableOptions = {}) {
  return runReconfigurable([code], options);
}

/** Appends until it has `count` acknowledgements; returns where. */
async function appendAll({ log }: Tester, count: number, mark: number): Promise<readonly LogPosition[]> {
  const positions: LogPosition[] = [];
  for (let i = 0; positions.length < count; i += 1) {
    const outcome = await log.append(bytes(mark, i));
    if (outcome.status === 'ok') positions.push(outcome.position);
  }
  return positions;
}

async function found({ log }: Tester, positions: readonly LogPosition[]): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const position of positions) outcomes.push((await log.read(position)).status);
  return outcomes;
}

describe('a sequencer that is gone', () => {
  it('is replaced, and the log goes on above everything acknowledged', async () => {
    await run(async (tester) => {
      const before = await appendAll(tester, 5, 1);
      tester.bench.cluster.node(tester.layouts.current().sequencer).crash(FOREVER);
      const outcome = await tester.reconfigurer.reconfigure(failover(tester));
      expect(outcome).toMatchObject({ status: 'done', layout: { epoch: 2, sequencer: tester.sequencers[1] } });
      const tail = await tester.log.checkTail();
      expect(tail).toMatchObject({ status: 'ok', tail: 5, epoch: 2 });
      const after = await appendAll(tester, 3, 2);
      expect([...before, ...after]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(new Set(await found(tester, [...before, ...after]))).toEqual(new Set(['data']));
    });
  });

  it('comes back under the same name as another process, and may be chosen again', async () => {
    await run(async (tester) => {
      await appendAll(tester, 2, 1);
      for (let round = 0; round < 3; round += 1) {
        const [primary] = tester.sequencers as [NodeId];
        for (const node of tester.sequencers) tester.bench.cluster.node(node).crash(1_000);
        await tester.ports.clock.sleep(micros(20_000));
        expect(await tester.reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
        expect(tester.layouts.current().sequencer).toBe(primary);
        await appendAll(tester, 2, 2 + round);
      }
      expect(await tester.log.checkTail()).toMatchObject({ tail: 8, epoch: 4 });
    });
  });

  it('is replaced once by two who notice, whoever is faster', async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const outcomes: string[] = [];
      const epochs: number[] = [];
      const notice = async (tester: Tester): Promise<void> => {
        tester.bench.cluster.node(tester.sequencers[0] as NodeId).crash(FOREVER);
        outcomes.push((await tester.reconfigurer.reconfigure(failover(tester))).status);
        await tester.layouts.refresh();
        epochs.push(tester.layouts.current().epoch);
        expect((await tester.log.append(bytes(1))).status).toBe('ok');
      };
      await runReconfigurable([notice, notice], { seed });
      expect(outcomes).toHaveLength(2);
      for (const outcome of outcomes) expect(['done', 'not-needed']).toContain(outcome);
      expect(epochs).toEqual([2, 2]);
    }
  });
});

it('never uses a rank twice in one life, whatever it was used for', async () => {
  const { facts } = await run(async (tester) => {
    for (let round = 0; round < 3; round += 1) {
      expect(await tester.reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
    }
  });
  const ranks = factsOf(facts, 'claim').flatMap(({ node, claim }) =>
    claim.event === 'layout-promised' && node === 4 ? [Number(claim['rank'])] : [],
  );
  expect(ranks).toHaveLength(3);
  expect(ranks).toEqual([...new Set(ranks)].toSorted((a, b) => a - b));
});

describe('a sequencer that was given up without hearing of it', () => {
  it('misleads whoever asks for no more than what it says, and nobody else', async () => {
    const tails: unknown[] = [];
    await runReconfigurable([
      async (tester) => {
        const { bench, rpc, ports, layouts, reconfigurer, log } = tester;
        await appendAll(tester, 2, 1);
        const old = layouts.current();
        // It is well, and out of reach of the one who seals.
        const rule = { kind: 'test.cut', seed: 1, ratePpm: 1_000_000, delayMicrosMin: 0, delayMicrosMax: 0 } as const;
        const applies = (_from: NodeId, to: NodeId, _number: number, datagram: object): boolean =>
          to === old.sequencer && (datagram as { body: { kind?: string } }).body.kind === 'sequencer/seal';
        bench.network.addRule({ ...rule, effect: 'drop', applies });
        expect(await reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
        await appendAll(tester, 3, 2);
        for (const strength of ['serializable', 'confirmed'] as const) {
          const late = new LayoutQuorum(rpc, old, patience.timeout);
          const chains = new ChainClient(ports, rpc, new ClientDrivenChain(rpc, patience.timeout), patience.timeout);
          tails.push(await new CorfuClient(ports, rpc, chains, late, patience, strength).checkTail());
        }
        tails.push(await log.checkTail());
      },
    ]);
    const now = { status: 'ok', tail: 5, epoch: 2 };
    expect(tails).toEqual([{ status: 'ok', tail: 2, epoch: 1 }, now, now]);
  });
});

describe('a writer caught in the middle', () => {
  it('ends at one position, acknowledged or not at all, and the log holds it once', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const outcomes: AppendOutcome[] = [];
      const over: string[] = [];
      const writer = async ({ log, ports }: Tester): Promise<void> => {
        await ports.clock.sleep(micros(ports.random.below(3_000)));
        for (let i = 0; i < 6; i += 1) outcomes.push(await log.append(bytes(7, i)));
        over.push('writer');
      };
      const reader = async (tester: Tester): Promise<void> => {
        await tester.ports.clock.sleep(micros(tester.ports.random.below(4_000)));
        expect(await tester.reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
        while (over.length === 0) await tester.ports.clock.sleep(micros(10_000));
        const tail = await tester.log.checkTail();
        if (tail.status !== 'ok') throw new Error('no tail');
        const payloads: string[] = [];
        for (let p = logPosition(0); p < tail.tail; p = logPosition(p + 1)) {
          const entry = await tester.log.fill(p);
          if (entry.status === 'data') payloads.push(entry.payload.join());
        }
        expect(new Set(payloads).size).toBe(payloads.length);
        for (const [i, outcome] of outcomes.entries()) {
          if (outcome.status === 'ok') expect(payloads).toContain(`7,${i}`);
          if (outcome.status === 'failed') expect(payloads).not.toContain(`7,${i}`);
        }
        over.push('reader');
      };
      await runReconfigurable([writer, reader], { seed });
      expect(over).toEqual(['writer', 'reader']);
    }
  });
});

describe('a fill or a trim caught in the middle', () => {
  /** The position was granted in the old epoch and never written, so the new epoch begins at it and will grant it again. */
  it.each(['fill', 'trim', 'prefixTrim'] as const)('%s leaves alone what the new epoch has not granted', async (op) => {
    let outcome: { readonly status: string } | undefined;
    const lost = logPosition(2);
    const actor = async (tester: Tester): Promise<void> => {
      const { log, rpc, sequencers } = tester;
      await appendAll(tester, 2, 1);
      await rpc.call(sequencers[0] as NodeId, { kind: 'sequencer/next', epoch: 1, count: 1 }, patience.timeout);
      await log.checkTail();
      // It knows that the position is below the tail, and acts when the epoch in which it was is over.
      await tester.ports.clock.sleep(micros(100_000));
      await tester.layouts.refresh();
      if (op === 'fill') outcome = await log.fill(lost);
      else outcome = op === 'trim' ? await log.trim(lost) : await log.prefixTrim(logPosition(lost + 1));
    };
    const reconfigurer = async (tester: Tester): Promise<void> => {
      await tester.ports.clock.sleep(micros(50_000));
      expect(await tester.reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
      await tester.ports.clock.sleep(micros(200_000));
      expect(await appendAll(tester, 1, 2)).toEqual([lost]);
    };
    await runReconfigurable([actor, reconfigurer]);
    expect(outcome?.status).toBe(op === 'fill' ? 'unwritten' : 'failed');
  });

  it('stops when the epoch ends between its look and its deed', async () => {
    let outcome: { readonly status: string } | undefined;
    const lost = logPosition(2);
    const filler = async (tester: Tester): Promise<void> => {
      await appendAll(tester, 2, 1);
      await tester.rpc.call(
        tester.sequencers[0] as NodeId,
        { kind: 'sequencer/next', epoch: 1, count: 1 },
        patience.timeout,
      );
      await tester.log.checkTail();
      // The one way to the head is cut while the fill waits, so that it is tried again after the change.
      const head = (tester.chains[0] as [NodeId])[0];
      const rule = {
        kind: 'test.cut',
        seed: 1,
        ratePpm: 1_000_000,
        effect: 'drop',
        delayMicrosMin: 0,
        delayMicrosMax: 0,
      } as const;
      const cut = { ...rule, applies: (from: NodeId, to: NodeId) => from === tester.ports.self && to === head };
      tester.bench.network.addRule(cut);
      const filled = tester.log.fill(lost);
      await tester.ports.clock.sleep(micros(60_000));
      tester.bench.network.removeRule(cut);
      outcome = await filled;
    };
    const other = async (tester: Tester): Promise<void> => {
      await tester.ports.clock.sleep(micros(30_000));
      expect(await tester.reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
    };
    await runReconfigurable([filler, other]);
    expect(outcome?.status).toBe('unwritten');
  });
});

describe('a unit that is lost', () => {
  it('is replaced by a spare from the tail on; what is below stays with the survivor', async () => {
    await run(
      async (tester) => {
        const before = await appendAll(tester, 5, 1);
        const [head] = tester.chains[0] as [NodeId];
        tester.bench.cluster.node(head).crash(FOREVER);
        const [spare] = tester.spares as [NodeId];
        expect(await tester.reconfigurer.reconfigure(replacement(head, spare))).toMatchObject({ status: 'done' });
        const after = await appendAll(tester, 3, 2);
        expect(after).toEqual([5, 6, 7]);
        expect(new Set(await found(tester, [...before, ...after]))).toEqual(new Set(['data']));
        expect(tester.layouts.current().segments.map(({ stripes }) => stripes)).toEqual([
          [[tester.chains[0]?.[1]]],
          [[tester.chains[0]?.[1], spare]],
        ]);
      },
      { spares: 1 },
    );
  });

  it('with its whole chain blocks the log, and loses nothing', async () => {
    await run(
      async (tester) => {
        const before = await appendAll(tester, 3, 1);
        const chain = tester.chains[0] as readonly NodeId[];
        for (const unit of chain) tester.bench.cluster.node(unit).crash(30_000_000);
        const [head] = chain as [NodeId];
        expect(await tester.reconfigurer.reconfigure(replacement(head, tester.spares[0]))).toEqual({
          status: 'unknown',
        });
        await tester.ports.clock.sleep(micros(31_000_000));
        expect(await found(tester, before)).toEqual(['data', 'data', 'data']);
      },
      { spares: 1 },
    );
  });

  it('comes back empty and is admitted again as a spare, wiped', async () => {
    await run(
      async (tester) => {
        const before = await appendAll(tester, 4, 1);
        const [head, tail] = tester.chains[0] as [NodeId, NodeId];
        tester.bench.cluster.node(head).loseDevices(1_000);
        await tester.ports.clock.sleep(micros(100_000));
        expect(await tester.reconfigurer.reconfigure(replacement(head, undefined))).toMatchObject({ status: 'done' });
        const back: ReconfigurationPlan = {
          isNeeded: (layout) => !(layout.segments.at(-1)?.stripes.flat().includes(head) ?? false),
          sequencers: [],
          spares: [head],
          change: (layout, report) => scaleOut([[head]])(layout, report),
        };
        expect(await tester.reconfigurer.reconfigure(back)).toMatchObject({ status: 'done' });
        const after = await appendAll(tester, 4, 2);
        expect(new Set(await found(tester, [...before, ...after]))).toEqual(new Set(['data']));
        const open = tester.layouts.current().segments.at(-1)?.stripes.flat();
        expect(new Set(open)).toEqual(new Set([head, tail]));
      },
      { spares: 0 },
    );
  });
});

describe('a reconfigurer that dies', () => {
  /** Dies when the step `step` begins. */
  const dyingAt = (step: 'seal' | 'build' | 'startSequencer', bury: () => void): typeof Reconfigurer =>
    class extends Reconfigurer {
      protected override seal(...parameters: Parameters<Reconfigurer['seal']>): ReturnType<Reconfigurer['seal']> {
        if (step === 'seal') bury();
        return super.seal(...parameters);
      }
      protected override build(...parameters: Parameters<Reconfigurer['build']>): ReturnType<Reconfigurer['build']> {
        if (step === 'build') bury();
        return super.build(...parameters);
      }
      override startSequencer(layout: Layout): Promise<boolean> {
        if (step === 'startSequencer') bury();
        return super.startSequencer(layout);
      }
    };

  it.each(['seal', 'build', 'startSequencer'] as const)('at %s leaves it to anybody to go on', async (step) => {
    let finished = false;
    let victim: Tester | undefined;
    const Dying = dyingAt(step, () => {
      if (victim === undefined) return;
      const { bench, ports } = victim;
      victim = undefined;
      bench.cluster.node(ports.self).crash(FOREVER);
    });
    const first = async (tester: Tester): Promise<void> => {
      if (tester.ports.process.incarnation > 1) return;
      await appendAll(tester, 3, 1);
      tester.bench.cluster.node(tester.sequencers[0] as NodeId).crash(FOREVER);
      victim = tester;
      await new Dying(tester.ports, tester.rpc, tester.layouts, tester.streams, patience).reconfigure(failover(tester));
    };
    const second = async (tester: Tester): Promise<void> => {
      await tester.ports.clock.sleep(micros(200_000));
      await tester.layouts.refresh();
      const { epoch } = tester.layouts.current();
      // After S5 the layout is there, and only its sequencer is missing.
      if (epoch === 2) expect(await tester.reconfigurer.startSequencer(tester.layouts.current())).toBe(true);
      else expect(await tester.reconfigurer.reconfigure(failover(tester))).toMatchObject({ status: 'done' });
      expect(await appendAll(tester, 2, 2)).toEqual([3, 4]);
      finished = true;
    };
    await runReconfigurable([first, second]);
    expect(finished).toBe(true);
    expect(victim).toBeUndefined();
  });
});

it('scales out under load: what was written stays where it is, what comes goes to all chains', async () => {
  const { facts } = await run(
    async (tester) => {
      const before = await appendAll(tester, 5, 1);
      const added = [tester.spares];
      const plan: ReconfigurationPlan = {
        isNeeded: ({ segments }) => segments.at(-1)?.stripes.length === 1,
        sequencers: [],
        spares: tester.spares,
        change: scaleOut(added),
      };
      expect(await tester.reconfigurer.reconfigure(plan)).toMatchObject({ status: 'done' });
      const after = await appendAll(tester, 6, 2);
      expect(after).toEqual([5, 6, 7, 8, 9, 10]);
      expect(new Set(await found(tester, [...before, ...after]))).toEqual(new Set(['data']));
    },
    { spares: 2 },
  );
  const wrote = factsOf(facts, 'claim').filter(({ claim, node }) => claim.event === 'unit-wrote' && node >= 2);
  expect(wrote).toHaveLength(6);
  expect(claimsOf(facts)).toContain('layout-decided');
});

it('drops what was trimmed, and begins above it, though no unit that is left has heard of anything', async () => {
  await run(
    async (tester) => {
      await appendAll(tester, 4, 1);
      const [head, tail] = tester.chains[0] as [NodeId, NodeId];
      const [spare, other] = tester.spares as [NodeId, NodeId];
      await tester.reconfigurer.reconfigure(replacement(head, spare));
      const end = logPosition(4);
      expect(await tester.log.prefixTrim(end)).toEqual({ status: 'ok' });
      const dropping = await tester.reconfigurer.reconfigure({
        isNeeded: ({ segments }) => segments[0]?.end === end,
        sequencers: [],
        spares: [],
        change: dropTrimmed(end),
      });
      expect(dropping).toMatchObject({ status: 'done', layout: { segments: [{ start: end }] } });
      await tester.reconfigurer.reconfigure(replacement(tail, other));
      expect(await tester.log.checkTail()).toMatchObject({ status: 'ok', tail: end, epoch: 4 });
      expect(await appendAll(tester, 2, 2)).toEqual([4, 5]);
      expect(await found(tester, [end])).toEqual(['data']);
    },
    { spares: 2 },
  );
});
