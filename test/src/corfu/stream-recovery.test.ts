import { describe, expect, it } from 'vitest';
import { replaceSequencer, replaceUnit, unchanged } from '../../../src/corfu/layout-changes.ts';
import type { ReconfigurationPlan } from '../../../src/corfu/reconfiguration.ts';
import { type LogPosition, logPosition } from '../../../src/log/position.ts';
import { type StreamId, streamId } from '../../../src/log/stream.ts';
import { micros, type NodeId } from '../../../src/ports/units.ts';
import { StreamView } from '../../../src/stream/stream-view.ts';
import {
  patience,
  type ReconfigurableOptions,
  runReconfigurable,
  type Tester,
} from '../../support/reconfigurable-corfu.ts';
import { type ClusterRun, factsOf } from '../../support/run-cluster.ts';

const FOREVER = 1_000_000_000;
const BACKPOINTERS = 2;
const [A, B, C] = [streamId(0), streamId(1), streamId(2)];
const at = (n: number): LogPosition => logPosition(n);

async function run(code: (tester: Tester) => Promise<void>, options: ReconfigurableOptions = {}): Promise<ClusterRun> {
  let finished = false;
  const tester = async (each: Tester): Promise<void> => {
    await code(each);
    finished = true;
  };
  const facts = await runReconfigurable([tester], { backpointers: BACKPOINTERS, ...options });
  expect(finished).toBe(true);
  return facts;
}

async function append({ log }: Tester, ...entries: readonly (readonly StreamId[])[]): Promise<void> {
  for (const streams of entries) expect(await log.append(Uint8Array.of(1), streams)).toMatchObject({ status: 'ok' });
}

/** Takes tokens for entries of `stream` that nobody will ever write. */
async function burn({ rpc, layouts }: Tester, stream: StreamId, count: number): Promise<void> {
  const { sequencer, epoch } = layouts.current();
  const request = { kind: 'sequencer/next', epoch, count, streams: [stream] };
  expect(await rpc.call(sequencer, request, patience.timeout)).toMatchObject({ status: 'ok' });
}

/** The sequencer dies and another takes over. */
async function failOver({ sequencers, layouts, bench, reconfigurer }: Tester): Promise<void> {
  const { sequencer } = layouts.current();
  bench.cluster.node(sequencer).crash(FOREVER);
  const plan: ReconfigurationPlan = {
    isNeeded: (layout) => layout.sequencer === sequencer,
    sequencers,
    spares: [],
    change: replaceSequencer(sequencers),
  };
  expect(await reconfigurer.reconfigure(plan)).toMatchObject({ status: 'done' });
}

async function played({ log }: Tester, stream: StreamId): Promise<readonly number[]> {
  const synced = await new StreamView(log, stream).sync();
  if (synced.status === 'failed') throw new Error('no answer');
  return synced.entries.map(({ position }) => position);
}

/** What each scan said it found. */
function scansOf({ facts }: ClusterRun): readonly object[] {
  const claims = factsOf(facts, 'claim').map(({ claim }) => claim);
  return claims.filter(({ event }) => event === 'streams-recovered');
}

function readsOf({ facts }: ClusterRun, from: number): number {
  const asked = factsOf(facts.slice(from), 'sent').filter(({ datagram }) => {
    const { body } = datagram as { body: { kind?: string } };
    return body.kind === 'unit/read';
  });
  return asked.length;
}

describe('streams whose sequencer is gone', () => {
  it('end where they ended, also one that nobody appended to for long', async () => {
    const facts = await run(async (tester) => {
      await append(tester, [B], [A, B], ...Array.from({ length: 20 }, () => [A]), [C], [A, C]);
      const before = await tester.log.checkStreams([A, B, C]);
      await failOver(tester);
      expect(await tester.log.checkStreams([A, B, C])).toEqual({ ...before, epoch: 2 });
      await append(tester, [B]);
      expect(await played(tester, B)).toEqual([0, 1, 24]);
    });
    expect(scansOf(facts)).toEqual([{ event: 'streams-recovered', epoch: 2, tail: 24, streams: 3, junkInARowMax: 0 }]);
  });

  it('go on behind any run of junk, which is made of the holes on the way', async () => {
    const facts = await run(async (tester) => {
      await append(tester, [A], [B]);
      await burn(tester, A, 5);
      await append(tester, []);
      await failOver(tester);
      expect((await tester.log.read(at(4))).status).toBe('junk');
      expect(await tester.log.checkStreams([A, B])).toMatchObject({
        streams: [
          { stream: A, backpointers: [0] },
          { stream: B, backpointers: [1] },
        ],
      });
      await append(tester, [A]);
      expect(await played(tester, A)).toEqual([0, 8]);
    });
    expect(scansOf(facts)).toMatchObject([{ streams: 2, junkInARowMax: 5 }]);
  });

  it('are not searched for further than it takes to find as many as there are', async () => {
    let from = 0;
    const facts = await run(async (tester) => {
      await append(tester, ...Array.from({ length: 60 }, () => [A]));
      from = tester.bench.facts.length;
      await failOver(tester);
      expect(await tester.log.checkStreams([A])).toMatchObject({ streams: [{ backpointers: [59, 58] }] });
    });
    expect(readsOf(facts, from)).toBe(16);
  });

  it('are not searched for below the trim mark, and those that were trimmed are forgotten', async () => {
    let from = 0;
    const facts = await run(async (tester) => {
      await append(tester, [B], ...Array.from({ length: 60 }, () => [A]));
      await tester.log.prefixTrim(at(55));
      from = tester.bench.facts.length;
      await failOver(tester);
      expect(await tester.log.checkStreams([A, B])).toMatchObject({
        streams: [{ backpointers: [60, 59] }, { backpointers: [] }],
      });
    });
    expect(readsOf(facts, from)).toBe(16);
    expect(scansOf(facts)).toMatchObject([{ streams: 1 }]);
  });

  it('are not searched for at all in a log that has none', async () => {
    let from = 0;
    const facts = await run(
      async (tester) => {
        await append(tester, [], []);
        from = tester.bench.facts.length;
        await failOver(tester);
      },
      { backpointers: undefined as never },
    );
    expect([scansOf(facts), readsOf(facts, from)]).toEqual([[], 0]);
  });

  it('wait for a unit that does not answer, rather than be forgotten', async () => {
    const facts = await run(async (tester) => {
      await append(tester, [A], [A], [B]);
      const [head] = tester.chains[0] ?? [];
      const tail = tester.chains[0]?.at(-1);
      expect(head).not.toBe(tail);
      const deaf = {
        kind: 'test.deaf',
        seed: 1,
        ratePpm: 1_000_000,
        effect: 'drop',
        delayMicrosMin: 0,
        delayMicrosMax: 0,
        applies: (_from: number, to: number, _number: number, datagram: object) =>
          to === tail && (datagram as { body: { kind?: string } }).body.kind === 'unit/read',
      } as const;
      tester.bench.network.addRule(deaf);
      tester.ports.clock.after(micros(30 * patience.timeout), () => tester.bench.network.removeRule(deaf));
      await failOver(tester);
      expect(await tester.log.checkStreams([A, B])).toMatchObject({
        streams: [{ backpointers: [1, 0] }, { backpointers: [2] }],
      });
    });
    expect(scansOf(facts)).toHaveLength(1);
  });
});

describe('appends that are caught in a failover', () => {
  it('are in all of their streams if they were acknowledged, and a token of the old epoch comes to nothing', async () => {
    let crossed = 0;
    for (let seed = 1; seed <= 30; seed += 1) {
      const acknowledged: { readonly position: number; readonly streams: readonly StreamId[] }[] = [];
      let finished = false;
      const writer = async ({ log, ports, layouts }: Tester): Promise<void> => {
        await ports.clock.sleep(micros(ports.random.below(3_000)));
        for (let i = 0; i < 8; i += 1) {
          const streams = [[A], [B], [A, C]][i % 3] as StreamId[];
          const before = layouts.current().epoch;
          const outcome = await log.append(Uint8Array.of(i), streams);
          if (layouts.current().epoch > before) crossed += 1;
          if (outcome.status === 'ok') acknowledged.push({ position: outcome.position, streams });
        }
      };
      const reader = async (tester: Tester): Promise<void> => {
        await tester.ports.clock.sleep(micros(tester.ports.random.below(4_000)));
        await failOver(tester);
        await tester.ports.clock.sleep(micros(300_000));
        for (const stream of [A, B, C]) {
          const positions = await played(tester, stream);
          for (const entry of acknowledged.filter(({ streams }) => streams.includes(stream)))
            expect(positions).toContain(entry.position);
          expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
        }
        finished = true;
      };
      await runReconfigurable([writer, reader], { seed, backpointers: BACKPOINTERS });
      expect([finished, acknowledged.length]).toEqual([true, 8]);
    }
    expect(crossed).toBeGreaterThan(10);
  });
});

it('what entries say of their streams goes with them to a unit that is rebuilt', async () => {
  await run(
    async (tester) => {
      await append(tester, [A], [B], [A, B], [], [A]);
      const [head] = tester.chains[0] as [NodeId, NodeId];
      const [spare] = tester.spares as [NodeId];
      await tester.reconfigurer.reconfigure({
        isNeeded: ({ segments }) => segments.at(-1)?.stripes[0]?.includes(head) ?? false,
        sequencers: [],
        spares: [spare],
        change: replaceUnit(head, spare),
      });
      expect(await tester.rebuilder.rebuild(spare)).toMatchObject({ status: 'done' });
      expect(tester.layouts.current().segments.map(({ stripes }) => stripes[0]?.at(-1))).toEqual([spare]);
      expect([await played(tester, A), await played(tester, B)]).toEqual([
        [0, 2, 4],
        [1, 2],
      ]);
    },
    { spares: 1 },
  );
});

describe('a change that keeps the sequencer', () => {
  const another: ReconfigurationPlan = {
    isNeeded: ({ epoch }) => epoch < 2,
    sequencers: [],
    spares: [],
    change: unchanged,
  };

  it('keeps its streams and its tail, and searches for nothing', async () => {
    let from = 0;
    const facts = await run(async (tester) => {
      await append(tester, [A], [B]);
      await burn(tester, A, 1);
      from = tester.bench.facts.length;
      await tester.reconfigurer.reconfigure(another);
      expect(await tester.log.checkStreams([A, B])).toMatchObject({
        tail: 3,
        epoch: 2,
        streams: [{ backpointers: [2, 0] }, { backpointers: [1] }],
      });
    });
    expect([scansOf(facts), readsOf(facts, from)]).toEqual([[], 0]);
    const asked = factsOf(facts.facts, 'sent').flatMap(({ datagram }) => {
      const { body } = datagram as { body: { kind?: string } };
      return body.kind === 'sequencer/bootstrap' || body.kind === 'sequencer/advance' ? [body.kind] : [];
    });
    expect(asked).toEqual(['sequencer/advance']);
  });

  it('that somebody else has told already is not searched for streams again', async () => {
    const facts = await run(async (tester) => {
      await append(tester, [A]);
      await failOver(tester);
      expect(await tester.reconfigurer.startSequencer(tester.layouts.current())).toBe(true);
    });
    expect(scansOf(facts)).toHaveLength(1);
  });

  it('recovers them all the same, when the sequencer did not serve the epoch before', async () => {
    const facts = await run(async (tester) => {
      const { layouts, sequencers, reconfigurer, bench } = tester;
      const [first, second] = sequencers as [never, never];
      await append(tester, [A]);
      const handOver = (from: number): ReconfigurationPlan => ({
        isNeeded: ({ sequencer }) => sequencer === from,
        sequencers,
        spares: [],
        change: replaceSequencer(sequencers),
      });
      await reconfigurer.reconfigure(handOver(first));
      await append(tester, [A]);
      await reconfigurer.reconfigure(handOver(second));
      expect(layouts.current()).toMatchObject({ epoch: 3, sequencer: first });
      expect(bench.cluster.node(first).incarnation?.number).toBe(1);
      expect(await tester.log.checkStreams([A])).toMatchObject({ tail: 2, streams: [{ backpointers: [1, 0] }] });
    });
    expect(scansOf(facts)).toHaveLength(2);
  });
});
