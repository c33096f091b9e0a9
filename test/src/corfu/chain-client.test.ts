import { describe, expect, it } from 'vitest';
import type { LinkRule } from '../../../sim/devices/network.ts';
import type { PositionState, WriteOutcome } from '../../../src/corfu/chain-client.ts';
import type { Data } from '../../../src/log/entry.ts';
import { JUNK } from '../../../src/log/entry.ts';
import { logPosition } from '../../../src/log/position.ts';
import {
  type Client,
  type CorfuOptions,
  type CorfuRun,
  type Replication,
  runCorfu,
} from '../../support/memory-corfu.ts';
import type { Cell, MemoryUnit } from '../../support/memory-unit.ts';
import { claimsOf, factsOf } from '../../support/run-cluster.ts';

const position = logPosition(0);
const mine: Data = { kind: 'data', writer: 7, writeNumber: 1, payload: Uint8Array.of(1, 2, 3) };
const theirs: Data = { kind: 'data', writer: 8, writeNumber: 1, payload: Uint8Array.of(4) };
const CORRUPT: Cell = { kind: 'corrupt' };
const GONE: Cell = { kind: 'trimmed' };

/** A chain of three with `cells` at the position; undefined: unwritten. */
function holding(...cells: (Cell | undefined)[]): CorfuOptions {
  return {
    units: (units) => {
      for (const [hop, cell] of cells.entries()) if (cell !== undefined) (units[hop] as MemoryUnit).cells.set(0, cell);
    },
  };
}

async function act<T>(
  code: (client: Client) => Promise<T>,
  options: CorfuOptions = {},
): Promise<{ result: T; run: CorfuRun }> {
  let result: T | undefined;
  const run = await runCorfu([async (client) => void (result = await code(client))], options);
  return { result: result as T, run };
}

const cellsOf = (run: CorfuRun): (Cell | undefined)[] => run.units.map((unit) => unit.at(0));
const write =
  (entry: Data) =>
  (client: Client): Promise<WriteOutcome> =>
    client.chains.write(client.layout, position, entry);
const read = (client: Client): Promise<PositionState> => client.chains.read(client.layout, position);
const fill = (client: Client): Promise<PositionState> => client.chains.fill(client.layout, position);
const recover = (client: Client): Promise<PositionState> => client.chains.recover(client.layout, position);
const dataState = ({ writer, writeNumber, payload }: Data): PositionState => ({
  status: 'data',
  writeId: { writer, writeNumber },
  payload,
});

/** Loses the `number`-th message of a link. */
function lose(from: number, to: number, number = 0): NonNullable<CorfuOptions['prepare']> {
  const rule: LinkRule = {
    kind: 'test.lose',
    seed: 1,
    applies: (sender, receiver, each) => sender === from && receiver === to && each === number,
    ratePpm: 1_000_000,
    effect: 'drop',
    delayMicrosMin: 0,
    delayMicrosMax: 0,
  };
  return ({ network }) => network.addRule(rule);
}

const CLIENT = 4;
const ways: readonly Replication[] = ['client-driven', 'forwarded'];

describe.each(ways)('a %s chain', (replication) => {
  it('takes a write head first, and has it everywhere once it is acknowledged', async () => {
    const { result, run } = await act(write(mine), { replication });
    expect(result).toBe('won');
    expect(cellsOf(run)).toEqual([mine, mine, mine]);
    expect(run.units.map((unit) => unit.kinds())).toEqual([['write'], ['write'], ['write']]);
    const served = factsOf(run.facts, 'delivered').flatMap(({ to }) => (to < 3 ? [to] : []));
    expect(served).toEqual([0, 1, 2]);
  });

  it('takes the same write again for a retransmission', async () => {
    for (const cells of [[mine], [mine, mine], [mine, mine, mine]]) {
      const { result, run } = await act(write(mine), { replication, ...holding(...cells) });
      expect(result).toBe('won');
      expect(cellsOf(run)).toEqual([mine, mine, mine]);
      expect(claimsOf(run.facts)).toContain('own-write-found');
    }
  });

  it('refuses a write to a position of somebody else, whose write is completed first', async () => {
    for (const winner of [theirs, JUNK]) {
      const { result, run } = await act(write(mine), { replication, ...holding(winner) });
      expect(result).toBe('lost');
      expect(cellsOf(run)).toEqual([winner, winner, winner]);
      expect(claimsOf(run.facts)).toContain('write-lost');
    }
  });

  it('cannot tell whether a write was there before its position was trimmed, and trims the rest', async () => {
    for (const options of [holding(GONE), holding(GONE, mine, mine), { units: plantThenTrim }]) {
      const { result, run } = await act(write(mine), { replication, ...options });
      expect(result).toBe('trimmed');
      expect(cellsOf(run)).toEqual([GONE, GONE, GONE]);
    }
  });

  it('passes a write where others helped: the units behind the head have it already', async () => {
    const { result, run } = await act(write(mine), { replication, ...holding(undefined, mine, mine) });
    expect(result).toBe('won');
    expect(cellsOf(run)).toEqual([mine, mine, mine]);
  });

  it('passes a write that is trimmed behind the head: it has been there', async () => {
    const { result } = await act(write(mine), { replication, ...holding(undefined, GONE, GONE) });
    expect(result).toBe('won');
  });

  it('says loudly when a unit behind the head holds another value', async () => {
    const { run } = await act(write(mine), { replication, ...holding(undefined, theirs) });
    expect(run.kernel.violations).toMatchObject([{ property: 'H-NoException', node: CLIENT }]);
    expect(run.kernel.violations[0]?.message).toContain('two values at position 0');
  });

  it.each(['sealed', 'not-ready', 'corrupt', 'no-space'] as const)(
    'leaves a write in doubt when a unit is %s',
    async (status) => {
      for (const hop of [0, 1, 2]) {
        const { result, run } = await act(write(mine), { replication, units: (units) => plantAt(units, hop, status) });
        expect(result).toBe('unknown');
        expect(cellsOf(run)).toEqual([0, 1, 2].map((unit) => (unit < hop ? mine : undefined)));
      }
    },
  );

  it('decides junk for a hole, head first', async () => {
    const { result, run } = await act(fill, { replication });
    expect(result).toEqual({ status: 'junk' });
    expect(cellsOf(run)).toEqual([JUNK, JUNK, JUNK]);
    expect(claimsOf(run.facts)).toContain('hole-filled');
  });

  it('adopts what the owner put at the head before it could be filled', async () => {
    for (const cells of [[mine], [mine, mine], [mine, mine, mine]]) {
      const { result, run } = await act(fill, { replication, ...holding(...cells) });
      expect(result).toEqual(dataState(mine));
      expect(cellsOf(run)).toEqual([mine, mine, mine]);
      expect(claimsOf(run.facts)).toContain('value-adopted');
    }
  });

  it('completes what another filler began', async () => {
    const { result, run } = await act(fill, { replication, ...holding(JUNK, JUNK) });
    expect(result).toEqual({ status: 'junk' });
    expect(cellsOf(run)).toEqual([JUNK, JUNK, JUNK]);
  });

  it('completes a trim that a filler finds at the head', async () => {
    const { result, run } = await act(fill, { replication, ...holding(GONE, mine) });
    expect(result).toEqual({ status: 'trimmed' });
    expect(cellsOf(run)).toEqual([GONE, GONE, GONE]);
  });

  it('gets a destroyed record back from any other replica, before a reader sees anything', async () => {
    for (const value of [mine, JUNK]) {
      for (const broken of [[0], [1], [2], [0, 1], [0, 2], [1, 2]]) {
        const cells = [0, 1, 2].map((hop) => (broken.includes(hop) ? CORRUPT : value));
        const { result, run } = await act(recover, { replication, ...holding(...cells) });
        expect(result).toEqual(value.kind === 'data' ? dataState(value) : { status: 'junk' });
        expect(cellsOf(run)).toEqual([value, value, value]);
        expect(claimsOf(run.facts).filter((claim) => claim === 'record-repaired')).toHaveLength(broken.length);
      }
    }
  });

  it('says nothing about a record that is destroyed everywhere', async () => {
    for (const code of [read, fill, recover]) {
      const { result, run } = await act(code, { replication, ...holding(CORRUPT, CORRUPT, CORRUPT) });
      expect(result).toEqual({ status: 'unknown' });
      expect(cellsOf(run)).toEqual([CORRUPT, CORRUPT, CORRUPT]);
    }
  });

  it('does not put junk behind a head that has decided and forgot what', async () => {
    const lost = await act(fill, { replication, ...holding(CORRUPT) });
    expect(lost.result).toEqual({ status: 'unknown' });
    expect(cellsOf(lost.run)).toEqual([CORRUPT, undefined, undefined]);
    const known = await act(fill, { replication, ...holding(CORRUPT, mine) });
    expect(known.result).toEqual(dataState(mine));
    expect(cellsOf(known.run)).toEqual([mine, mine, mine]);
  });

  it('trims head first, and says so when the whole chain has', async () => {
    const trim = ({ chains, layout }: Client): Promise<boolean> => chains.trim(layout, position);
    const { result, run } = await act(trim, { replication, ...holding(mine, mine, mine) });
    expect([result, ...cellsOf(run)]).toEqual([true, GONE, GONE, GONE]);
    const stopped = await act(trim, { replication, units: (units) => plantAt(units, 1, 'no-space') });
    expect([stopped.result, stopped.run.units[0]?.at(0), stopped.run.units[2]?.at(0)]).toEqual([
      false,
      GONE,
      undefined,
    ]);
  });

  it('trims a prefix on every stripe that may hold a part of it', async () => {
    const { result, run } = await act(({ chains, layout }) => chains.prefixTrim(layout, logPosition(3)), {
      replication,
      stripes: 2,
      chainLength: 2,
    });
    expect(result).toBe(true);
    for (const unit of run.units) expect([unit.at(2), unit.at(3)]).toEqual([GONE, undefined]);
  });

  it('leaves the outcome open when a request or a reply is lost', async () => {
    for (const [from, to] of [
      [CLIENT, 0],
      [replication === 'forwarded' ? 1 : CLIENT, 2],
      [2, CLIENT],
    ] as const) {
      const { result } = await act(write(mine), { replication, prepare: lose(from, to) });
      expect(result).toBe('unknown');
    }
  });
});

/** The unit at `hop` gives this reply to everything. */
function plantAt(
  units: readonly MemoryUnit[],
  hop: number,
  status: 'sealed' | 'not-ready' | 'corrupt' | 'no-space',
): void {
  (units[hop] as MemoryUnit).plant = () => status;
}

/** The position is trimmed at the head between the refusal of a write and the reading of what won. */
function plantThenTrim(units: readonly MemoryUnit[]): void {
  const [head] = units as [MemoryUnit];
  head.cells.set(0, theirs);
  head.plant = (request) => {
    if (request.kind === 'unit/read') head.cells.set(0, GONE);
    return undefined;
  };
}

describe('a reader', () => {
  it('believes the tail of the chain and nobody else', async () => {
    const cases: [(Cell | undefined)[], PositionState][] = [
      [[mine, mine, mine], dataState(mine)],
      [[JUNK, JUNK, JUNK], { status: 'junk' }],
      [[GONE, GONE, GONE], { status: 'trimmed' }],
      [[mine, mine, undefined], { status: 'unwritten' }],
      [[GONE, GONE, mine], dataState(mine)],
    ];
    for (const [cells, expected] of cases) {
      const { result, run } = await act(read, holding(...cells));
      expect(result).toEqual(expected);
      expect(run.units.map((unit) => unit.requests.length)).toEqual([0, 0, 1]);
    }
  });

  it('gets the value from the head when the record at the tail is destroyed, and repairs the tail', async () => {
    const { result, run } = await act(read, holding(mine, mine, CORRUPT));
    expect(result).toEqual(dataState(mine));
    expect(cellsOf(run)).toEqual([mine, mine, mine]);
  });

  it('finds that nothing is to be recovered where the head is unwritten', async () => {
    const { result, run } = await act(recover, {});
    expect(result).toEqual({ status: 'unwritten' });
    expect(run.units.map((unit) => unit.kinds())).toEqual([['read'], [], []]);
  });

  it('knows nothing when the unit it asks is sealed, not ready or silent', async () => {
    for (const status of ['sealed', 'not-ready'] as const) {
      const { result } = await act(read, { units: (units) => plantAt(units, 2, status) });
      expect(result).toEqual({ status: 'unknown' });
    }
    expect((await act(read, { prepare: lose(CLIENT, 2) })).result).toEqual({ status: 'unknown' });
  });
});

describe('the two ways down a chain', () => {
  async function costOf(replication: Replication, chainLength: number): Promise<{ messages: number; hops: number }> {
    // Every message takes 100 us exactly, so that the time of the write counts its hops.
    const timing = { delayMicrosMin: 100, jitterMicros: 0 };
    const { result, run } = await act(
      async (client) => {
        const before = client.bench.kernel.timeMicros;
        await write(mine)(client);
        return client.bench.kernel.timeMicros - before;
      },
      { replication, chainLength, timing },
    );
    return { messages: factsOf(run.facts, 'sent').length, hops: result / 100 };
  }

  it.each([1, 2, 3, 5])('cost 2n messages and n round trips against n + 1 messages and hops, n = %d', async (n) => {
    expect(await costOf('client-driven', n)).toEqual({ messages: 2 * n, hops: 2 * n });
    expect(await costOf('forwarded', n)).toEqual({ messages: n + 1, hops: n + 1 });
  });
});
