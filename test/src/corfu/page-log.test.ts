import { describe, expect, it } from 'vitest';
import { ask, payloadOf, runLives, unitFlash, type UnitMachine } from '../../support/unit-bench.ts';
import type { FlashUnit } from '../../../src/corfu/flash-unit.ts';

const pageCount = unitFlash.blocks * unitFlash.pagesPerBlock;
/** Four blocks are out of reach of writes. */
const writeCapacity = pageCount - 4 * unitFlash.pagesPerBlock;

async function writeAll(unit: FlashUnit, positions: Iterable<number>): Promise<void> {
  for (const position of positions)
    expect(await ask.write(unit, position, 1, position)).toMatchObject({ status: 'ok' });
}

async function expectAll(unit: FlashUnit, positions: Iterable<number>): Promise<void> {
  for (const position of positions) {
    expect(await ask.read(unit, position)).toMatchObject({ status: 'data', payload: payloadOf(1, position) });
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const count = (machine: UnitMachine, event: string): number => machine.claims(event).length;

describe('the page log', () => {
  it('answers no-space when it is full, and still reads, trims and makes room', async () => {
    await runLives([
      async (unit) => {
        await writeAll(unit, range(0, writeCapacity));
        expect(await ask.write(unit, 999, 1)).toMatchObject({ status: 'no-space' });
        expect(await ask.fill(unit, 999)).toMatchObject({ status: 'no-space' });
        expect(await ask.read(unit, 999)).toMatchObject({ status: 'unwritten' });
        for (const position of range(0, 8)) expect(await ask.trim(unit, position)).toMatchObject({ status: 'ok' });
        expect(await ask.prefixTrim(unit, 8)).toMatchObject({ status: 'ok', upTo: 8 });
        await writeAll(unit, range(500, 508));
        expect(await ask.write(unit, 999, 1)).toMatchObject({ status: 'no-space' });
        await expectAll(unit, range(8, writeCapacity));
        await expectAll(unit, range(500, 508));
      },
    ]);
  });

  it('goes round the device many times, moving what lives, and finds all of it after a restart', async () => {
    const recent = range(194, 200);
    const kept = range(0, 16).map((index) => index * 12);
    const machine = await runLives([
      async (unit) => {
        for (const position of range(0, 200)) {
          await writeAll(unit, [position]);
          const trimmed = position - 6;
          if (trimmed >= 0 && !kept.includes(trimmed))
            expect(await ask.trim(unit, trimmed)).toMatchObject({ status: 'ok' });
        }
        await expectAll(unit, [...kept, ...recent]);
      },
      async (unit) => {
        await expectAll(unit, [...kept, ...recent]);
        for (const position of range(0, 194)) {
          if (kept.includes(position)) continue;
          expect(await ask.read(unit, position)).toMatchObject({ status: 'trimmed', upTo: 0 });
        }
        expect(await ask.tail(unit)).toMatchObject({ hwm: 199, upTo: 0 });
      },
    ]);
    expect(count(machine, 'unit-page-moved')).toBeGreaterThan(0);
    expect(count(machine, 'unit-tombstones-folded')).toBeGreaterThan(0);
  });

  it('reclaims what a prefix trim gave up, and wears all blocks alike', async () => {
    const machine = await runLives([
      async (unit) => {
        for (const position of range(0, 400)) {
          await writeAll(unit, [position]);
          if (position % 3 === 0) await ask.prefixTrim(unit, position - 20 < 0 ? 0 : position - 20);
        }
        await expectAll(unit, range(380, 400));
      },
      async (unit) => {
        await expectAll(unit, range(380, 400));
        expect(await ask.tail(unit)).toMatchObject({ hwm: 399, upTo: 379 });
      },
    ]);
    const erases = new Map<number, number>();
    for (const fact of machine.facts) {
      if (fact.fact === 'erased') erases.set(fact.block, (erases.get(fact.block) ?? 0) + 1);
    }
    expect(erases.size).toBe(unitFlash.blocks);
    expect(Math.max(...erases.values()) - Math.min(...erases.values())).toBeLessThanOrEqual(3);
  });

  it('retires a block whose program fails, loses nothing and acknowledges only what is durable', async () => {
    const machine = await runLives(
      [
        async (unit, { nand }) => {
          nand.faults.programFailurePpm = 60_000;
          await writeAll(unit, range(0, 18));
          nand.faults.programFailurePpm = 0;
          await expectAll(unit, range(0, 18));
        },
        async (unit) => {
          await expectAll(unit, range(0, 18));
          await writeAll(unit, range(18, 24));
        },
      ],
      { seed: 5 },
    );
    expect(count(machine, 'unit-block-retired')).toBeGreaterThan(0);
  });

  it('goes on after erases failed', async () => {
    const machine = await runLives(
      [
        async (unit, { nand }) => {
          nand.faults.eraseFailurePpm = 100_000;
          for (const position of range(0, 100)) {
            await writeAll(unit, [position]);
            await ask.prefixTrim(unit, Math.max(0, position - 4));
          }
          await expectAll(unit, range(96, 100));
        },
      ],
      { seed: 3 },
    );
    expect(count(machine, 'unit-block-retired')).toBeGreaterThan(0);
  });

  it('does not use a block that is bad from the factory', async () => {
    const machine = await runLives(
      [
        async (unit) => {
          for (const position of range(0, 100)) {
            await writeAll(unit, [position]);
            await ask.prefixTrim(unit, Math.max(0, position - 4));
          }
        },
      ],
      { prepare: ({ nand }) => nand.addFactoryBadBlocks(1) },
    );
    const programmed = machine.facts.flatMap((fact) => (fact.fact === 'programmed' ? [Math.floor(fact.page / 4)] : []));
    expect(new Set(programmed).size).toBe(unitFlash.blocks - 1);
    expect(count(machine, 'unit-block-retired')).toBe(0);
  });

  it('refuses a device that it cannot work on', async () => {
    const lives = runLives([() => {}], { geometry: { ...unitFlash, blocks: 4 } });
    await expect(lives).rejects.toThrow('needs 5 good blocks');
  });

  it('moves a page before the ECC gives it up', async () => {
    const machine = await runLives([
      async (unit, { nand }) => {
        await writeAll(unit, range(0, 3));
        nand.rot(2, 7);
        await expectAll(unit, [0]);
        await writeAll(unit, [3]);
        await expectAll(unit, range(0, 4));
      },
    ]);
    expect(machine.claims('unit-page-moved')).toMatchObject([{ position: 0, why: 'refreshed' }]);
  });

  it('takes up a half full block where it was left', async () => {
    const machine = await runLives(
      range(0, 6).map((life) => async (unit: FlashUnit) => {
        await writeAll(unit, [life]);
        await expectAll(unit, range(0, life + 1));
      }),
    );
    const pages = machine.facts.flatMap((fact) => (fact.fact === 'programmed' ? [fact.page] : []));
    expect(pages).toEqual(range(0, 7));
  });
});
