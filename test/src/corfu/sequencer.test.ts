import { describe, expect, it } from 'vitest';
import { Sequencer } from '../../../src/corfu/sequencer.ts';
import type { SequencerReply, SequencerRequest } from '../../../src/corfu/sequencer-messages.ts';
import { logPosition } from '../../../src/log/position.ts';
import { streamId } from '../../../src/log/stream.ts';
import { micros } from '../../../src/ports/units.ts';
import { runCorfu, TIMEOUT } from '../../support/memory-corfu.ts';
import { claimsOf, factsOf } from '../../support/run-cluster.ts';

function fresh(incarnation = 1): { sequencer: Sequencer; claims: object[] } {
  const claims: object[] = [];
  return { sequencer: new Sequencer({ emit: (claim) => void claims.push(claim) }, incarnation), claims };
}

const [A, B] = [streamId(0), streamId(1)];

function started(tail = 0, epoch = 1): Sequencer {
  const { sequencer } = fresh();
  const streams = { backpointers: 4, last: [] };
  sequencer.handle({ kind: 'sequencer/bootstrap', epoch, tail, incarnation: 1, streams });
  return sequencer;
}

const next = (epoch = 1, count = 1): SequencerRequest => ({ kind: 'sequencer/next', epoch, count });
const query = (epoch = 1): SequencerRequest => ({ kind: 'sequencer/query', epoch });
const ok = (position: number, epoch = 1): SequencerReply => ({ status: 'ok', epoch, position });

describe('a sequencer', () => {
  it('hands out each position once, several at a time when asked, and reports the tail without moving it', () => {
    const sequencer = started(10);
    expect(sequencer.handle(next())).toEqual(ok(10));
    expect(sequencer.handle(next(1, 5))).toEqual(ok(11));
    expect(sequencer.handle(query())).toEqual(ok(16));
    expect(sequencer.handle(query())).toEqual(ok(16));
    expect(sequencer.handle(next())).toEqual(ok(16));
  });

  it('is not ready before its bootstrap, in no epoch', () => {
    const { sequencer } = fresh();
    for (const epoch of [0, 1, 2]) {
      expect(sequencer.handle(next(epoch)).status).toBe('not-ready');
      expect(sequencer.handle(query(epoch)).status).toBe('not-ready');
    }
  });

  it('refuses older epochs, and does not know newer ones', () => {
    const sequencer = started(3, 5);
    expect(sequencer.handle(next(4))).toEqual({ status: 'sealed', epoch: 5, incarnation: 1 });
    expect(sequencer.handle(query(4))).toEqual({ status: 'sealed', epoch: 5, incarnation: 1 });
    expect(sequencer.handle(next(6))).toEqual({ status: 'not-ready', epoch: 5, incarnation: 1 });
    expect(sequencer.handle(query(5))).toEqual(ok(3, 5));
  });

  it('serves no epoch after a seal until it is bootstrapped for it, with the tail then given', () => {
    const sequencer = started(3);
    expect(sequencer.handle({ kind: 'sequencer/seal', epoch: 2 })).toEqual({
      status: 'sealed',
      epoch: 2,
      incarnation: 1,
    });
    expect(sequencer.handle(next(1)).status).toBe('sealed');
    expect(sequencer.handle(next(2)).status).toBe('not-ready');
    expect(sequencer.handle({ kind: 'sequencer/bootstrap', epoch: 2, tail: 1, incarnation: 1 })).toEqual(ok(1, 2));
    expect(sequencer.handle(next(2))).toEqual(ok(1, 2));
    expect(sequencer.handle({ kind: 'sequencer/seal', epoch: 2 })).toEqual({
      status: 'sealed',
      epoch: 2,
      incarnation: 1,
    });
    expect(sequencer.handle(next(2))).toEqual(ok(2, 2));
  });

  it('is bootstrapped once an epoch: a second one in it would hand positions out again', () => {
    const sequencer = started(10);
    sequencer.handle(next());
    expect(sequencer.handle({ kind: 'sequencer/bootstrap', epoch: 1, tail: 10, incarnation: 1 }).status).toBe('sealed');
    expect(sequencer.handle({ kind: 'sequencer/bootstrap', epoch: 0, tail: 10, incarnation: 1 }).status).toBe('sealed');
    expect(sequencer.handle(next())).toEqual(ok(11));
  });

  it('takes no bootstrap that was meant for another incarnation', () => {
    const { sequencer } = fresh(2);
    const bootstrap = { kind: 'sequencer/bootstrap', epoch: 1, tail: 10, incarnation: 1 } as const;
    expect(sequencer.handle(bootstrap).status).toBe('not-ready');
    expect(sequencer.handle(next()).status).toBe('not-ready');
    expect(sequencer.handle({ ...bootstrap, incarnation: 2 })).toEqual(ok(10));
  });

  it('goes on in the next epoch with all it knows, when it served the one just before', () => {
    const advance = { kind: 'sequencer/advance', incarnation: 1 } as const;
    for (const sealed of [false, true]) {
      const sequencer = started(3);
      sequencer.handle({ ...next(), streams: [A] } as SequencerRequest);
      if (sealed) sequencer.handle({ kind: 'sequencer/seal', epoch: 2 });
      expect(sequencer.handle({ ...advance, epoch: 2, incarnation: 2 }).status).toBe('not-ready');
      expect(sequencer.handle({ ...advance, epoch: 2 })).toEqual(ok(4, 2));
      expect(sequencer.handle({ ...advance, epoch: 2 }).status).toBe('sealed');
      expect(sequencer.handle({ ...query(2), streams: [A] } as SequencerRequest)).toEqual({
        ...ok(4, 2),
        streams: { known: 1, headers: [{ stream: A, backpointers: [3] }] },
      });
    }
  });

  it('does not go on when another one served the epoch just before, nor when nobody did', () => {
    const sequencer = started(3);
    expect(sequencer.handle({ kind: 'sequencer/advance', epoch: 3, incarnation: 1 }).status).toBe('not-ready');
    sequencer.handle({ kind: 'sequencer/seal', epoch: 3 });
    expect(sequencer.handle({ kind: 'sequencer/advance', epoch: 3, incarnation: 1 }).status).toBe('not-ready');
    expect(sequencer.handle({ kind: 'sequencer/advance', epoch: 2, incarnation: 1 }).status).toBe('sealed');
    expect(sequencer.handle(next(3)).status).toBe('not-ready');
    const { sequencer: blank } = fresh();
    expect(blank.handle({ kind: 'sequencer/advance', epoch: 0, incarnation: 1 }).status).toBe('not-ready');
  });

  it('replaces its streams at a bootstrap, and its tail, also by less than it knows', () => {
    const sequencer = started(10);
    sequencer.handle({ ...next(), streams: [A, B] } as SequencerRequest);
    const streams = { backpointers: 2, last: [{ stream: A, backpointers: [logPosition(2)] }] };
    sequencer.handle({ kind: 'sequencer/bootstrap', epoch: 2, tail: 4, incarnation: 1, streams });
    expect(sequencer.handle({ ...query(2), streams: [A, B] } as SequencerRequest)).toEqual({
      ...ok(4, 2),
      streams: {
        known: 1,
        headers: [
          { stream: A, backpointers: [2] },
          { stream: B, backpointers: [] },
        ],
      },
    });
  });

  it('says what it did, once a step', () => {
    const { sequencer, claims } = fresh();
    sequencer.handle({ kind: 'sequencer/bootstrap', epoch: 1, tail: 4, incarnation: 1 });
    sequencer.handle(next(1, 2));
    sequencer.handle(query());
    sequencer.handle(next(0));
    expect(claims).toEqual([
      { event: 'sequencer-bootstrapped', epoch: 1, tail: 4 },
      { event: 'token-granted', position: 4, count: 2, epoch: 1 },
    ]);
  });

  it('that was restarted answers NOT_READY to everybody', async () => {
    const statuses: unknown[] = [];
    const { facts } = await runCorfu([
      async ({ rpc, ports, layout, bench, log }) => {
        const ask = async (): Promise<void> => {
          const reply = await rpc.call<SequencerReply>(layout.sequencer, next(), TIMEOUT);
          statuses.push(reply === 'timeout' ? reply : reply.status);
        };
        await ask();
        bench.cluster.node(layout.sequencer).crash(100);
        await ports.clock.sleep(micros(1_000));
        await ask();
        statuses.push(await log.append(Uint8Array.of(1)), await log.checkTail());
      },
    ]);
    expect(statuses).toEqual(['ok', 'not-ready', { status: 'failed' }, { status: 'failed' }]);
    expect(claimsOf(facts).filter((claim) => claim === 'token-granted')).toHaveLength(1);
    expect(factsOf(facts, 'crashed')).toHaveLength(1);
  });
});
