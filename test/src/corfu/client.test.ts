import { describe, expect, it } from 'vitest';
import type { LinkRule } from '../../../sim/devices/network.ts';
import { JUNK } from '../../../src/log/entry.ts';
import { type LogPosition, logPosition } from '../../../src/log/position.ts';
import { micros } from '../../../src/ports/units.ts';
import { type Client, type CorfuOptions, type CorfuRun, patience, runCorfu } from '../../support/memory-corfu.ts';
import type { MemoryUnit, Plant } from '../../support/memory-unit.ts';
import { claimsOf, factsOf } from '../../support/run-cluster.ts';

const at = (n: number): LogPosition => logPosition(n);
const bytes = (...content: number[]): Uint8Array => Uint8Array.of(...content);
const GONE = { kind: 'trimmed' } as const;
const FAILED = { status: 'failed' };
const ok = (position: number) => ({ status: 'ok', position });

/** Units 0, 1 and 2 in one chain, sequencer 3, clients from 4 on. */
const [SEQUENCER, CLIENT] = [3, 4];

function drop(applies: LinkRule['applies']): NonNullable<CorfuOptions['prepare']> {
  const rule = {
    kind: 'test.drop',
    seed: 1,
    ratePpm: 1_000_000,
    effect: 'drop',
    delayMicrosMin: 0,
    delayMicrosMax: 0,
  } as const;
  return ({ network }) => network.addRule({ ...rule, applies });
}

const bodyOf = (datagram: object): string => {
  const { body } = datagram as { readonly body: { readonly kind?: string; readonly status?: string } };
  return body.kind ?? body.status ?? '';
};

/** Loses the first `count` messages from `from` to `to` whose kind or status is `what`. */
function lose(from: number, to: number, what: string, count = 1): NonNullable<CorfuOptions['prepare']> {
  let left = count;
  return drop((sender, receiver, _number, datagram) => {
    if (sender !== from || receiver !== to || bodyOf(datagram) !== what || left === 0) return false;
    left -= 1;
    return true;
  });
}

async function act<T>(
  code: (client: Client) => Promise<T>,
  options: CorfuOptions = {},
): Promise<{ result: T; run: CorfuRun }> {
  let result: T | undefined;
  const run = await runCorfu([async (client) => void (result = await code(client))], options);
  return { result: result as T, run };
}

const append = ({ log }: Client) => log.append(bytes(1, 2));
const cells = (run: CorfuRun, position: number): (string | undefined)[] =>
  run.units.map((unit) => unit.at(position)?.kind);

describe('append', () => {
  it('takes a token, writes down the chain, and answers the position', async () => {
    const { result, run } = await act(async ({ log }) => [await log.append(bytes(1)), await log.append(bytes(2))]);
    expect(result).toEqual([ok(0), ok(1)]);
    expect(cells(run, 1)).toEqual(['data', 'data', 'data']);
    expect(run.units[2]?.at(1)).toMatchObject({ writer: CLIENT, payload: bytes(2) });
  });

  it('gives every write an identity of its own, also after a restart of the client', async () => {
    const { run } = await act(async ({ log, ports, bench }) => {
      await log.append(bytes(1));
      await log.append(bytes(2));
      if (ports.process.incarnation === 1) bench.cluster.node(ports.self).crash(100);
    });
    const numbers = [...(run.units[0]?.cells.values() ?? [])].map((cell) => cell.kind === 'data' && cell.writeNumber);
    expect(numbers).toHaveLength(4);
    expect(new Set(numbers).size).toBe(4);
  });

  it('resolves a write whose acknowledgement was lost: it finds its own, and takes no second position', async () => {
    for (const hop of [0, 1, 2]) {
      const { result, run } = await act(append, { prepare: lose(hop, CLIENT, 'ok') });
      expect(result).toEqual(ok(0));
      expect(cells(run, 0)).toEqual(['data', 'data', 'data']);
      expect(run.units[0]?.cells.size).toBe(1);
    }
  });

  it('resolves a write that never reached the head: it fills the position and takes another', async () => {
    const { result, run } = await act(append, { prepare: lose(CLIENT, 0, 'unit/write') });
    expect(result).toEqual(ok(1));
    expect(cells(run, 0)).toEqual(['junk', 'junk', 'junk']);
    expect(cells(run, 1)).toEqual(['data', 'data', 'data']);
  });

  it('resolves a write that stopped behind the head: it adopts its own', async () => {
    for (const hop of [1, 2]) {
      const { result, run } = await act(append, { prepare: lose(CLIENT, hop, 'unit/write') });
      expect(result).toEqual(ok(0));
      expect(cells(run, 0)).toEqual(['data', 'data', 'data']);
      expect(claimsOf(run.facts)).toContain('value-adopted');
    }
  });

  it('never lets a write that comes late end at a second position', async () => {
    const late: LinkRule = {
      kind: 'test.late',
      seed: 1,
      applies: (from, to, _number, datagram) => from === CLIENT && to === 0 && bodyOf(datagram) === 'unit/write',
      ratePpm: 1_000_000,
      effect: 'delay',
      delayMicrosMin: 20_000,
      delayMicrosMax: 20_000,
    };
    const { result, run } = await act(append, {
      prepare: ({ network }) => {
        network.addRule(late);
        network.onSent((from, to, _number, datagram) => {
          if (from === SEQUENCER && to === CLIENT && 'position' in (datagram as { body: object }).body) {
            if ((datagram as { body: { position: number } }).body.position > 0) network.removeRule(late);
          }
        });
      },
    });
    expect(result).toEqual(ok(1));
    expect(cells(run, 0)).toEqual(['junk', 'junk', 'junk']);
    expect(run.units[0]?.kinds()).toEqual(['fill', 'write', 'write']);
  });

  it('goes elsewhere when its position belongs to another, be it data or junk', async () => {
    const rival = { kind: 'data', writer: 99, writeNumber: 1, payload: bytes(9) } as const;
    for (const winner of [rival, JUNK]) {
      const { result, run } = await act(append, { units: ([head]) => void head?.cells.set(0, winner) });
      expect(result).toEqual(ok(1));
      expect(cells(run, 0)).toEqual([winner.kind, winner.kind, winner.kind]);
    }
  });

  it('ends unknown at a position that was trimmed: it may have been there', async () => {
    const { result, run } = await act(append, { units: (units) => units.forEach((unit) => unit.cells.set(0, GONE)) });
    expect(result).toEqual({ status: 'unknown', position: 0 });
    expect(claimsOf(run.facts)).toContain('append-unknown');
    const requests = run.units.flatMap((unit) => unit.requests).filter(({ kind }) => kind === 'unit/write');
    expect(requests).toHaveLength(1);
  });

  it('ends unknown at a position that was trimmed while it was in doubt', async () => {
    const { result } = await act(append, {
      prepare: lose(0, CLIENT, 'ok'),
      units: (units) => {
        for (const unit of units) unit.plant = trimBeforeRead(units);
      },
    });
    expect(result).toEqual({ status: 'unknown', position: 0 });
  });

  it('ends unknown when nobody answers about its position any more', async () => {
    for (const status of ['sealed', 'not-ready'] as const) {
      const { result, run } = await act(append, {
        units: (units) => units.forEach((unit) => void (unit.plant = () => status)),
      });
      expect(result).toEqual({ status: 'unknown', position: 0 });
      // The write, and after it only questions.
      expect(run.units[0]?.kinds()).toEqual(['write']);
      expect(run.units[2]?.kinds()).toEqual(Array.from({ length: patience.attemptsMax }, () => 'read'));
    }
  });

  it('goes on when a unit that was not ready has become so', async () => {
    const { result, run } = await act(append, { units: ([head]) => plantFirst(head, 2, 'not-ready') });
    expect(result).toEqual(ok(1));
    expect(cells(run, 0)).toEqual(['junk', 'junk', 'junk']);
  });

  it('asks the sequencer again when a token is lost, which costs a position and nothing else', async () => {
    const { result, run } = await act(append, { prepare: lose(SEQUENCER, CLIENT, 'ok') });
    expect(result).toEqual(ok(1));
    expect(cells(run, 0)).toEqual([undefined, undefined, undefined]);
  });

  it('fails when no token can be had, having written nothing', async () => {
    const { result, run } = await act(append, { prepare: drop((from) => from === SEQUENCER) });
    expect(result).toEqual(FAILED);
    expect(run.units.flatMap((unit) => unit.requests)).toEqual([]);
  });

  it('fails when every position it was offered belongs to others', async () => {
    const { result } = await act(append, {
      units: ([head]) => {
        for (let position = 0; position < patience.attemptsMax; position += 1) head?.cells.set(position, JUNK);
      },
    });
    expect(result).toEqual(FAILED);
  });

  it('never takes what a head has forgotten for a position that is free', async () => {
    // The head refuses the fill, and then says that it has nothing: neither proves that the write is nowhere.
    const { result, run } = await act(append, {
      prepare: lose(CLIENT, 0, 'unit/write'),
      units: ([head]) => {
        (head as MemoryUnit).plant = (request) => (request.kind === 'unit/fill' ? 'overwritten' : undefined);
      },
    });
    expect(result).toEqual({ status: 'unknown', position: 0 });
    expect(run.units[0]?.cells.size).toBe(0);
  });
});

/** Trims the position everywhere when it is read first. */
function trimBeforeRead(units: readonly MemoryUnit[]): Plant {
  return (request) => {
    if (request.kind === 'unit/read') for (const unit of units) unit.cells.set(0, GONE);
    return undefined;
  };
}

function plantFirst(unit: MemoryUnit | undefined, count: number, status: 'not-ready'): void {
  (unit as MemoryUnit).plant = (_request, number) => (number < count ? status : undefined);
}

describe('read', () => {
  it('answers data, junk, trimmed and unwritten as they are', async () => {
    const { result } = await act(
      async ({ log }) => {
        await log.append(bytes(5));
        return log.readRange(at(0), at(4));
      },
      {
        units: (units) =>
          units.forEach((unit) => {
            unit.cells.set(1, JUNK);
            unit.cells.set(2, GONE);
          }),
      },
    );
    expect(result).toMatchObject([
      { status: 'data', payload: bytes(5) },
      { status: 'junk' },
      { status: 'trimmed' },
      { status: 'unwritten' },
    ]);
  });

  it('asks again when there is no answer, and fails in the end', async () => {
    const once = await act(({ log }) => log.read(at(0)), { prepare: lose(CLIENT, 2, 'unit/read') });
    expect(once.result).toEqual({ status: 'unwritten' });
    const never = await act(({ log }) => log.read(at(0)), { prepare: drop((_from, to) => to === 2) });
    expect(never.result).toEqual(FAILED);
  });

  it('sends each position of a range to the chain of its own stripe', async () => {
    const { result, run } = await act(
      async ({ log }) => {
        for (let n = 0; n < 5; n += 1) await log.append(bytes(n));
        return log.readRange(at(1), at(5));
      },
      { stripes: 2, chainLength: 1 },
    );
    expect(result).toMatchObject([1, 2, 3, 4].map((n) => ({ status: 'data', payload: bytes(n) })));
    expect(run.units.map((unit) => unit.cells.size)).toEqual([3, 2]);
  });
});

describe('checkTail', () => {
  it('answers the first position above every token, with its epoch', async () => {
    const { result } = await act(async ({ log }) => {
      const empty = await log.checkTail();
      await log.append(bytes(1));
      return [empty, await log.checkTail(), await log.checkTail()];
    });
    expect(result).toEqual([0, 1, 1].map((tail) => ({ status: 'ok', tail, epoch: 1 })));
  });

  it('asks again, and fails when the sequencer stays silent', async () => {
    const once = await act(({ log }) => log.checkTail(), { prepare: lose(SEQUENCER, CLIENT, 'ok') });
    expect(once.result).toEqual({ status: 'ok', tail: 0, epoch: 1 });
    const never = await act(({ log }) => log.checkTail(), { prepare: drop((_from, to) => to === SEQUENCER) });
    expect(never.result).toEqual(FAILED);
  });
});

/** Burns a token, so that position 0 is a hole below the tail. */
async function burn({ rpc, layout, log }: Client): Promise<void> {
  await rpc.call(layout.sequencer, { kind: 'sequencer/next', epoch: 1, count: 1 }, patience.timeout);
  await log.checkTail();
}

describe('fill', () => {
  it('decides junk for a hole below the tail, after it gave the owner time', async () => {
    const { result, run } = await act(async (client) => {
      await burn(client);
      const before = client.bench.kernel.timeMicros;
      const outcome = await client.log.fill(at(0));
      return { outcome, waited: client.bench.kernel.timeMicros - before >= patience.fillDelay };
    });
    expect(result).toEqual({ outcome: { status: 'junk' }, waited: true });
    expect(cells(run, 0)).toEqual(['junk', 'junk', 'junk']);
  });

  it('answers at once what is decided already', async () => {
    const { result } = await act(async ({ log, bench }) => {
      await log.append(bytes(1));
      const before = bench.kernel.timeMicros;
      const { status } = await log.fill(at(0));
      return { status, waited: bench.kernel.timeMicros - before >= patience.fillDelay };
    });
    expect(result).toEqual({ status: 'data', waited: false });
  });

  it('refuses what is not below the tail, and touches no unit', async () => {
    const { result, run } = await act(({ log }) => log.fill(at(0)));
    expect(result).toEqual({ status: 'unwritten' });
    expect(run.units.flatMap((unit) => unit.requests)).toEqual([]);
  });

  it('fails when it cannot learn the tail, and does not take silence for a refusal', async () => {
    const { result } = await act(({ log }) => log.fill(at(0)), { prepare: drop((_from, to) => to === SEQUENCER) });
    expect(result).toEqual(FAILED);
  });

  it('tries again after silence, and completes what its own first try began', async () => {
    for (const hop of [0, 1, 2]) {
      const { result, run } = await act(
        async (client) => {
          await burn(client);
          return client.log.fill(at(0));
        },
        { prepare: lose(hop, CLIENT, 'ok') },
      );
      expect(result).toEqual({ status: 'junk' });
      expect(cells(run, 0)).toEqual(['junk', 'junk', 'junk']);
    }
  });

  it('races its owner: both end with one value on the whole chain, and the owner knows which', async () => {
    const ends = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const outcomes: string[] = [];
      const run = await runCorfu(
        [
          async ({ log }) => {
            const outcome = await log.append(bytes(1));
            outcomes[0] = outcome.status === 'ok' ? `ok at ${outcome.position}` : outcome.status;
          },
          async (client) => {
            await client.ports.clock.sleep(micros(300));
            outcomes[1] = (await client.chains.fill(client.layout, at(0))).status;
          },
        ],
        { seed },
      );
      const [first] = cells(run, 0);
      expect(cells(run, 0)).toEqual([first, first, first]);
      expect(outcomes).toEqual(first === 'data' ? ['ok at 0', 'data'] : ['ok at 1', 'junk']);
      ends.add(first ?? '');
    }
    expect([...ends].sort()).toEqual(['data', 'junk']);
  });
});

describe('trim', () => {
  it('gives up a position on the whole chain, and a prefix on all stripes', async () => {
    const { result, run } = await act(
      async ({ log }) => {
        for (let n = 0; n < 5; n += 1) await log.append(bytes(n));
        const outcomes = [await log.trim(at(3)), await log.prefixTrim(at(2))];
        return [...outcomes, ...(await log.readRange(at(0), at(5)))].map(({ status }) => status);
      },
      { stripes: 2, chainLength: 2 },
    );
    expect(result).toEqual(['ok', 'ok', 'trimmed', 'trimmed', 'data', 'trimmed', 'data']);
    for (const unit of run.units) expect(unit.at(1)).toEqual(GONE);
  });

  it('refuses what is not below a tail that it has seen: it would poison positions of others', async () => {
    const { result, run } = await act(async ({ log }) => {
      await log.append(bytes(1));
      return [
        await log.trim(at(1)),
        await log.prefixTrim(at(2)),
        await log.prefixTrim(at(1)),
        await log.prefixTrim(at(0)),
      ];
    });
    expect(result).toEqual([FAILED, FAILED, { status: 'ok' }, { status: 'ok' }]);
    for (const unit of run.units) expect([unit.at(0), unit.at(1)]).toEqual([GONE, undefined]);
  });

  it('goes on after a lost acknowledgement, and is unknown when a unit never acknowledges', async () => {
    const trim = async ({ log }: Client) => {
      await log.append(bytes(1));
      return log.trim(at(0));
    };
    let acknowledged = 0;
    const second = drop((from, _to, _number, datagram) => {
      if (from === 1 && bodyOf(datagram) === 'ok') acknowledged += 1;
      return from === 1 && bodyOf(datagram) === 'ok' && acknowledged === 2;
    });
    expect((await act(trim, { prepare: second })).result).toEqual({ status: 'ok' });
    const { result, run } = await act(trim, {
      units: (units) => {
        (units[1] as MemoryUnit).plant = ({ kind }) => (kind === 'unit/trim' ? 'not-ready' : undefined);
      },
    });
    expect(result).toEqual({ status: 'unknown' });
    expect(cells(run, 0)).toEqual(['trimmed', 'data', 'data']);
  });
});

describe('the client', () => {
  it('waits longer every time, with jitter, so that rivals part', async () => {
    const gaps = new Set<number>();
    for (let seed = 0; seed < 5; seed += 1) {
      const { run } = await act(({ log }) => log.checkTail(), { seed, prepare: drop((_from, to) => to === SEQUENCER) });
      const asked = factsOf(run.facts, 'sent').length;
      expect(asked).toBe(patience.attemptsMax);
      // Five timeouts, and back-offs of 500 us doubled four times, each with up to as much again.
      const waited = run.kernel.timeMicros - patience.attemptsMax * patience.timeout;
      expect(waited).toBeGreaterThanOrEqual(500 * 31);
      expect(waited).toBeLessThanOrEqual(1_000 * 31);
      gaps.add(waited);
    }
    expect(gaps.size).toBe(5);
  });
});
