import { describe, expect, it } from 'vitest';
import { CorfuClient } from '../../../src/corfu/client.ts';
import { fixedLayout } from '../../../src/corfu/layout-source.ts';
import { type LogPosition, logPosition } from '../../../src/log/position.ts';
import type { StreamsOutcome } from '../../../src/log/shared-log.ts';
import { type StreamId, streamId } from '../../../src/log/stream.ts';
import { nodeId } from '../../../src/ports/units.ts';
import { type Synced, StreamView } from '../../../src/stream/stream-view.ts';
import { type Client, type CorfuOptions, patience, runCorfu, TIMEOUT } from '../../support/memory-corfu.ts';

const BACKPOINTERS = 2;
const [A, B] = [streamId(0), streamId(1)];
const at = (n: number): LogPosition => logPosition(n);

async function act(code: (client: Client) => Promise<void>, options: CorfuOptions = {}): Promise<void> {
  let finished = false;
  const client = async (each: Client): Promise<void> => {
    await code(each);
    finished = true;
  };
  await runCorfu([client], { backpointers: BACKPOINTERS, ...options });
  expect(finished).toBe(true);
}

/** Appends one entry for each list of streams; its payload is its position. */
async function appendTo({ log }: Client, ...entries: readonly (readonly StreamId[])[]): Promise<void> {
  for (const [index, streams] of entries.entries())
    expect(await log.append(Uint8Array.of(index), streams)).toMatchObject({ status: 'ok' });
}

/** Takes a token for an entry of `stream` that nobody will ever write. */
async function burn({ rpc, layout }: Client, stream: StreamId): Promise<void> {
  const request = { kind: 'sequencer/next', epoch: layout.epoch, count: 1, streams: [stream] };
  expect(await rpc.call(layout.sequencer, request, TIMEOUT)).toMatchObject({ status: 'ok' });
}

const positionsOf = (synced: Synced): readonly number[] =>
  synced.status === 'ok' ? synced.entries.map(({ position }) => position) : [];

describe('a view of a stream', () => {
  it('plays the entries of its stream and of no other, in order, and each once', async () => {
    await act(async (client) => {
      const [a, b] = [new StreamView(client.log, A), new StreamView(client.log, B)];
      await appendTo(client, [A], [B], [A, B], [], [A], [A]);
      const first = await a.sync();
      expect(positionsOf(first)).toEqual([0, 2, 4, 5]);
      expect(first.status === 'ok' && first.entries.map(({ payload }) => payload[0])).toEqual([0, 2, 4, 5]);
      expect(positionsOf(await b.sync())).toEqual([1, 2]);
      expect(await a.sync()).toEqual({ status: 'ok', entries: [], trimmedBelow: 0 });
      await appendTo(client, [B], [A]);
      expect(positionsOf(await a.sync())).toEqual([7]);
    });
  });

  it('finds its way behind more junk than there are backpointers', async () => {
    await act(async (client) => {
      await appendTo(client, [A], [B], [A]);
      for (let i = 0; i < BACKPOINTERS + 1; i += 1) await burn(client, A);
      await appendTo(client, [B]);
      const view = new StreamView(client.log, A);
      expect(positionsOf(await view.sync())).toEqual([0, 2]);
      for (const hole of [3, 4, 5].slice(-BACKPOINTERS)) expect((await client.log.read(at(hole))).status).toBe('junk');
      await appendTo(client, [A]);
      expect(positionsOf(await view.sync())).toEqual([7]);
    });
  });

  it('says what was trimmed, and looks no further than the trim mark', async () => {
    await act(async (client) => {
      await appendTo(client, [A], [A], [B], [A], [A]);
      await client.log.trim(at(3));
      expect(await new StreamView(client.log, A).sync()).toMatchObject({ trimmedBelow: 4 });
      expect(positionsOf(await new StreamView(client.log, A).sync())).toEqual([0, 1, 4]);
      await client.log.prefixTrim(at(2));
      const synced = await new StreamView(client.log, A).sync();
      expect([positionsOf(synced), synced.status === 'ok' && synced.trimmedBelow]).toEqual([[4], 4]);
    });
  });

  it('does not search below the trim mark position by position', async () => {
    let reads = 0;
    const count: NonNullable<CorfuOptions['units']> = ([unit]) => {
      if (unit !== undefined) unit.plant = (request) => void (reads += request.kind === 'unit/read' ? 1 : 0);
    };
    await act(
      async (client) => {
        for (let i = 0; i < 30; i += 1) await appendTo(client, [A]);
        await client.log.prefixTrim(at(30));
        reads = 0;
        expect(await new StreamView(client.log, A).sync()).toEqual({ status: 'ok', entries: [], trimmedBelow: 30 });
        expect(reads).toBe(1);
      },
      { chainLength: 1, units: count },
    );
  });

  it('that fails has played nothing, and begins again where it was', async () => {
    await act(async (client) => {
      const { log, bench, layout, ports } = client;
      const view = new StreamView(log, A);
      await appendTo(client, [A]);
      await view.sync();
      await appendTo(client, [A]);
      const units = layout.segments[0]?.stripes[0] ?? [];
      const cut = {
        kind: 'test.cut',
        seed: 1,
        ratePpm: 1_000_000,
        effect: 'drop',
        delayMicrosMin: 0,
        delayMicrosMax: 0,
        applies: (from: number, to: number) => from === ports.self && units.includes(nodeId(to)),
      } as const;
      bench.network.addRule(cut);
      expect(await view.sync()).toEqual({ status: 'failed' });
      bench.network.removeRule(cut);
      expect(positionsOf(await view.sync())).toEqual([1]);
    });
  });

  it('passes over an entry that a pointer leads to and that is not of the stream', async () => {
    await act(async (client) => {
      await appendTo(client, [A], [B]);
      class Misled extends CorfuClient {
        override checkStreams(): Promise<StreamsOutcome> {
          return Promise.resolve({
            status: 'ok',
            tail: at(2),
            epoch: 1,
            streams: [{ stream: A, backpointers: [at(1)] }],
          });
        }
      }
      const { ports, rpc, chains, layout } = client;
      const misled = new Misled(ports, rpc, chains, fixedLayout(layout), patience);
      expect(positionsOf(await new StreamView(misled, A).sync())).toEqual([0]);
    });
  });
});

describe('a log without streams', () => {
  it('takes no entry that belongs to any, and none may belong to too many or to one twice', async () => {
    await act(async ({ log }) => {
      await expect(log.append(Uint8Array.of(1), [A, A])).rejects.toThrow('twice');
      await expect(
        log.append(
          Uint8Array.of(1),
          Array.from({ length: 9 }, (_, n) => streamId(n)),
        ),
      ).rejects.toThrow('8');
    });
    await act(
      async ({ log }) => {
        await expect(log.append(Uint8Array.of(1), [A])).rejects.toThrow('no streams');
        await expect(log.checkStreams([A])).rejects.toThrow('no streams');
        expect(await log.append(Uint8Array.of(1))).toEqual({ status: 'ok', position: 0 });
      },
      { backpointers: undefined as never },
    );
  });
});
