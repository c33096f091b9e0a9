import { describe, expect, it } from 'vitest';
import { replaceUnit, sharesOf } from '../../../src/corfu/layout-changes.ts';
import { Rebuilder } from '../../../src/corfu/rebuild.ts';
import { type LogPosition, logPosition } from '../../../src/log/position.ts';
import { micros, type NodeId } from '../../../src/ports/units.ts';
import { runReconfigurable, type Tester } from '../../support/reconfigurable-corfu.ts';

const FOREVER = 1_000_000_000;

async function appendSome({ log }: Tester, count: number): Promise<LogPosition[]> {
  const positions: LogPosition[] = [];
  for (let i = 0; positions.length < count; i += 1) {
    const outcome = await log.append(Uint8Array.of(i));
    if (outcome.status === 'ok') positions.push(outcome.position);
  }
  return positions;
}

/** Gives `unit` up for `spare`. */
async function replace({ reconfigurer }: Tester, unit: NodeId, spare: NodeId | undefined): Promise<string> {
  const outcome = await reconfigurer.reconfigure({
    isNeeded: ({ segments }) => segments.some(({ stripes }) => stripes.flat().includes(unit)),
    sequencers: [],
    spares: spare === undefined ? [] : [spare],
    change: replaceUnit(unit, spare),
  });
  return outcome.status;
}

async function contents({ log }: Tester, from: number, to: number): Promise<string[]> {
  const outcomes = await log.readRange(logPosition(from), logPosition(to));
  return outcomes.map((outcome) => (outcome.status === 'data' ? outcome.payload.join() : outcome.status));
}

/** Loses the head, has the spare rebuilt, then loses the unit that everything was copied from; returns what is left. */
async function surviving(
  before: (tester: Tester) => Promise<void>,
  during: (tester: Tester) => Promise<void> = () => Promise.resolve(),
  RebuilderClass = Rebuilder,
): Promise<string[]> {
  let left: string[] = [];
  const test = async (tester: Tester): Promise<void> => {
    const { bench, chains, spares, layouts, rebuilder } = tester;
    const [head, survivor] = chains[0] as [NodeId, NodeId];
    const [spare] = spares as [NodeId];
    await before(tester);
    bench.cluster.node(head).crash(FOREVER);
    expect(await replace(tester, head, spare)).toBe('done');
    await during(tester);
    expect((await rebuilder.rebuild(spare)).status).toBe('done');
    expect(sharesOf(layouts.current(), spare)).toEqual([]);
    bench.cluster.node(survivor).crash(FOREVER);
    expect(await replace(tester, survivor, undefined)).toBe('done');
    const tail = await tester.log.checkTail();
    left = tail.status === 'ok' ? await contents(tester, 0, tail.tail) : [];
  };
  await runReconfigurable([test], { spares: 1, Rebuilder: RebuilderClass });
  return left;
}

describe('a rebuilt unit', () => {
  it('has everything: data, junk and trims', async () => {
    const left = await surviving(async (tester) => {
      await appendSome(tester, 8);
      await tester.rpc.call(
        tester.sequencers[0] as NodeId,
        { kind: 'sequencer/next', epoch: 1, count: 1 },
        micros(5_000),
      );
      expect(await tester.log.fill(logPosition(8))).toEqual({ status: 'junk' });
      await tester.log.trim(logPosition(5));
      await tester.log.prefixTrim(logPosition(2));
      await appendSome(tester, 1);
    });
    expect(left).toEqual(['trimmed', 'trimmed', '2', '3', '4', 'trimmed', '6', '7', 'junk', '0']);
  });

  it('has what was written while it was copied to, and what was trimmed', async () => {
    const left = await surviving(
      async (tester) => void (await appendSome(tester, 4)),
      async (tester) => {
        await appendSome(tester, 2);
        await tester.log.trim(logPosition(1));
        await tester.log.prefixTrim(logPosition(1));
      },
    );
    expect(left).toEqual(['trimmed', 'trimmed', '2', '3', '0', '1']);
  });

  it('has more than fits one question', async () => {
    const count = 60;
    const left = await surviving(async (tester) => {
      await appendSome(tester, count - 1);
      // A few hundred tokens are burnt between two entries.
      const burn = { kind: 'sequencer/next', epoch: 1, count: 600 };
      await tester.rpc.call(tester.sequencers[0] as NodeId, burn, micros(5_000));
      await appendSome(tester, 1);
    });
    expect(left.filter((content) => content !== 'unwritten')).toHaveLength(count);
    expect(left.at(-1)).toBe('0');
  });

  it('would bring trimmed positions back to life without the trims', async () => {
    class ForgetsTrims extends Rebuilder {
      protected override copyTrims(): Promise<boolean> {
        return Promise.resolve(true);
      }
    }
    const trimLate = async (tester: Tester): Promise<void> => {
      await tester.rebuilder.copy(tester.layouts.current(), tester.spares[0] as NodeId);
      await tester.log.trim(logPosition(1));
    };
    const start = async (tester: Tester): Promise<void> => void (await appendSome(tester, 3));
    expect(await surviving(start, trimLate)).toEqual(['0', 'trimmed', '2']);
    expect(await surviving(start, trimLate, ForgetsTrims)).toEqual(['0', '1', '2']);
  });

  it('does not join as long as something is missing under the seal', async () => {
    let copies = 0;
    class Lazy extends Rebuilder {
      protected override copyPosition(...parameters: Parameters<Rebuilder['copyPosition']>): Promise<boolean> {
        copies += 1;
        return copies <= 2 ? Promise.resolve(true) : super.copyPosition(...parameters);
      }
    }
    const left = await surviving(async (tester) => void (await appendSome(tester, 3)), undefined, Lazy);
    expect(left).toEqual(['0', '1', '2']);
    expect(copies).toBeGreaterThan(3);
  });
});
