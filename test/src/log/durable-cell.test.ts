import { describe, expect, it } from 'vitest';
import { openDurableCell, type OpenedCell } from '../../../src/log/durable-cell.ts';
import { faultsOf, runDevices } from '../../support/device-bench.ts';

const FILE = 'marks';
/** Makes slots of two sectors. */
const VALUE_BYTES_MAX = 600;
const ALWAYS = 1_000_000;
const byText = (a: number | string, b: number | string): number => (String(a) < String(b) ? -1 : 1);

const value = (mark: number, length = VALUE_BYTES_MAX): Uint8Array => new Uint8Array(length).fill(mark);

/** The mark of a value, or the word that says why there is none. */
function markOf({ content }: OpenedCell): number | string {
  return typeof content === 'string' ? content : (content[0] ?? 'nothing');
}

describe('a durable cell', () => {
  it('is empty at first, and then holds the last value stored', async () => {
    await runDevices(1, async ({ disk, restart }) => {
      const opened = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
      expect(opened.content).toBe('empty');
      expect(await opened.cell.store(value(1))).toBe('ok');
      expect(await opened.cell.store(value(2, 0))).toBe('ok');
      expect(await opened.cell.store(value(3, 7))).toBe('ok');
      restart(async () => {
        expect((await openDurableCell(disk(), FILE, VALUE_BYTES_MAX)).content).toEqual(value(3, 7));
      });
    });
  });

  it('holds a value of no bytes, which is not the same as being empty', async () => {
    await runDevices(1, async ({ disk, restart }) => {
      const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
      await cell.store(value(1, 0));
      restart(async () => {
        expect((await openDurableCell(disk(), FILE, VALUE_BYTES_MAX)).content).toEqual(new Uint8Array(0));
      });
    });
  });

  it('stores in the order of the calls, and copies what it is given', async () => {
    await runDevices(1, async ({ disk }) => {
      const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
      const last = value(2);
      const done = [cell.store(value(1)), cell.store(last)];
      last.fill(9);
      expect(await Promise.all(done)).toEqual(['ok', 'ok']);
      expect(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))).toBe(2);
    });
  });

  it('refuses a value beyond its bound at once', async () => {
    await runDevices(1, async ({ disk }) => {
      const { cell } = await openDurableCell(disk(), FILE, 4);
      expect(() => cell.store(value(1, 5))).toThrow(RangeError);
    });
  });

  // Two weak sectors, which belong to the first slot or to the second as the seed has it.
  it.each([0, 1])('returns the last value when weak sector %i is damaged, and repairs it', async (sector) => {
    for (const [seed, damage] of (['rot', 'latent', 'rot', 'latent', 'rot', 'latent'] as const).entries()) {
      await runDevices(seed, async ({ disk, drive, restart }) => {
        const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
        await cell.store(value(1));
        await cell.store(value(2));
        if (damage === 'rot') drive.rot(sector, 9);
        else drive.failSector(sector);
        restart(async () => {
          expect(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))).toBe(2);
          await disk().write(FILE, drive.weakHalf === 0 ? 1024 : 0, value(7, 20));
          expect(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))).toBe(2);
        });
      });
    }
  });

  it.each([0, 1])('survives a crash in a store that finds weak sector %i damaged', async (sector) => {
    const found = new Set<number | string>();
    for (let seed = 0; seed < 40; seed += 1) {
      await runDevices(
        seed,
        async ({ disk, drive }) => {
          const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
          await cell.store(value(1));
          drive.rot(sector, 9);
          await cell.store(value(2));
        },
        ({ drive, restart, disk }) => {
          drive.whileSyncing(3, () => {
            restart(async () => void found.add(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))));
          });
        },
      );
    }
    expect([...found].toSorted(byText)).toEqual([1, 2]);
  });

  it('is unreadable when both slots are damaged, and takes values again', async () => {
    await runDevices(1, async ({ disk, drive }) => {
      const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
      await cell.store(value(1));
      drive.rot(0, 9);
      await disk().write(FILE, drive.weakHalf === 0 ? 1024 : 0, value(7, 20));
      const opened = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
      expect(opened.content).toBe('unreadable');
      expect(await opened.cell.store(value(2))).toBe('ok');
      expect(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))).toBe(2);
    });
  });

  it('is empty, not unreadable, after a crash before the first value was durable', async () => {
    const found = new Set<number | string>();
    for (let seed = 0; seed < 60; seed += 1) {
      await runDevices(
        seed,
        async ({ disk }) => {
          const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
          await cell.store(value(1));
        },
        ({ drive, restart, disk }) => {
          drive.whileSyncing(1, () => {
            restart(async () => void found.add(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))));
          });
        },
      );
    }
    expect([...found].toSorted(byText)).toEqual([1, 'empty']);
  });

  it('returns the old value or the new one after a crash in a store, and the new one from then on if that', async () => {
    for (const fsync of [3, 4]) {
      const found = new Set<number | string>();
      for (let seed = 0; seed < 40; seed += 1) {
        await runDevices(
          seed,
          async ({ disk }) => {
            const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
            await cell.store(value(1));
            await cell.store(value(2));
          },
          ({ drive, restart, disk }) => {
            drive.whileSyncing(fsync, () => {
              restart(async () => {
                const mark = markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX));
                found.add(mark);
                drive.failSector(seed);
                expect(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))).toBe(mark);
              });
            });
          },
        );
      }
      expect([...found].toSorted(byText)).toEqual(fsync === 3 ? [1, 2] : [2]);
    }
  });

  it('fails for good when an fsync fails or no space is left', async () => {
    for (const fault of ['fsyncFailurePpm', 'full'] as const) {
      await runDevices(1, async ({ disk, drive, restart }) => {
        const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
        await cell.store(value(1));
        drive.faults[fault] = ALWAYS;
        expect(await cell.store(value(2))).toBe('io-error');
        drive.faults[fault] = 0;
        expect(await cell.store(value(3))).toBe('io-error');
        restart(async () => {
          expect([1, 2]).toContain(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX)));
        });
      });
    }
  });

  it('says io-error, not unreadable, when its repair fails', async () => {
    await runDevices(1, async ({ disk, drive }) => {
      const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
      await cell.store(value(1));
      drive.failSector(0);
      drive.faults.full = 1;
      expect((await openDurableCell(disk(), FILE, VALUE_BYTES_MAX)).content).toBe('io-error');
      drive.faults.full = 0;
      expect(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))).toBe(1);
    });
  });

  it('does not take a sector of another cell for its own', async () => {
    const { facts } = await runDevices(3, async ({ disk, drive, restart }) => {
      const one = await openDurableCell(disk(), 'one', 4);
      await one.cell.store(value(1, 4));
      const other = await openDurableCell(disk(), 'other', 4);
      drive.faults.misdirectedWritePpm = ALWAYS;
      expect(await other.cell.store(value(2, 4))).toBe('io-error');
      drive.faults.misdirectedWritePpm = 0;
      restart(async () => {
        expect(markOf(await openDurableCell(disk(), 'one', 4))).toBe(1);
      });
    });
    expect(faultsOf(facts)).toContain('disk.misdirected-write');
  });

  it('does not take one slot for the other', async () => {
    await runDevices(1, async ({ disk, drive }) => {
      const { cell } = await openDurableCell(disk(), FILE, 4);
      await cell.store(value(1, 4));
      // With one sector for each slot, every read comes from the other slot.
      drive.faults.misdirectedReadPpm = ALWAYS;
      expect(markOf(await openDurableCell(disk(), FILE, 4))).toBe('unreadable');
    });
  });

  it('writes again what went to a wrong place', async () => {
    let acknowledged = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      await runDevices(seed, async ({ disk, drive, restart }) => {
        const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
        await cell.store(value(1));
        drive.faults.misdirectedWritePpm = ALWAYS / 3;
        const outcome = await cell.store(value(2));
        drive.faults.misdirectedWritePpm = 0;
        if (outcome === 'ok') acknowledged += 1;
        restart(async () => {
          for (let pick = 0; pick < 2; pick += 1) drive.failSector(pick);
          const mark = markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX));
          expect(outcome === 'ok' ? [2] : [1, 2]).toContain(mark);
        });
      });
    }
    expect(acknowledged).toBeGreaterThan(10);
  });

  it('reads again what came from a wrong place', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      await runDevices(seed, async ({ disk, drive }) => {
        const { cell } = await openDurableCell(disk(), FILE, VALUE_BYTES_MAX);
        await cell.store(value(1));
        drive.faults.misdirectedReadPpm = ALWAYS / 5;
        expect(markOf(await openDurableCell(disk(), FILE, VALUE_BYTES_MAX))).toBe(1);
      });
    }
  });
});
