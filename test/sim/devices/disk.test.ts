import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../sim/model/fact.ts';
import { faultsOf, runDevices } from '../../support/device-bench.ts';

const synced = (facts: readonly Fact[]): number => facts.filter((f) => f.fact === 'synced').length;
const ALWAYS = 1_000_000;

function sectorsOf(mark: number, count: number): Uint8Array {
  return new Uint8Array(count * 512).map((_, i) => (mark + (i >> 9)) & 0xff);
}

describe('a disk', () => {
  it('reads back what was written, across sectors, and short at the end of the file', async () => {
    const { facts } = await runDevices(1, async ({ disk }) => {
      expect((await disk().read('a', 0, 10)).bytes).toHaveLength(0);
      expect(await disk().write('a', 510, Uint8Array.of(1, 2, 3, 4))).toBe('ok');
      expect([...(await disk().read('a', 508, 100)).bytes]).toEqual([0, 0, 1, 2, 3, 4]);
      expect((await disk().read('b', 0, 10)).bytes).toHaveLength(0);
      expect(await disk().fsync('a')).toBe('ok');
      expect([...(await disk().read('a', 509, 3)).bytes]).toEqual([0, 1, 2]);
    });
    expect(facts.filter((f) => f.fact === 'synced')).toEqual([{ fact: 'synced', node: 0, file: 'a' }]);
  });

  it('copies what it is given to write, and never changes what it has handed out', async () => {
    await runDevices(1, async ({ disk }) => {
      const bytes = Uint8Array.of(1);
      const done = disk().write('a', 0, bytes);
      bytes[0] = 2;
      await done;
      const read = await disk().read('a', 0, 1);
      expect(read.bytes[0]).toBe(1);
      await disk().write('a', 0, Uint8Array.of(3));
      await disk().fsync('a');
      await disk().write('a', 0, sectorsOf(4, 1));
      expect((await disk().read('a', 0, 1)).bytes[0]).toBe(4);
      expect(read.bytes[0]).toBe(1);
    });
  });

  it('keeps over a crash what an fsync covered, file by file', async () => {
    await runDevices(1, async ({ disk, restart }) => {
      await disk().write('a', 0, sectorsOf(1, 3));
      await disk().fsync('a');
      restart(async () => {
        expect((await disk().read('a', 0, 2000)).bytes).toEqual(sectorsOf(1, 3));
      });
    });
  });

  it('makes each unsynced sector old, new or garbage at a crash', async () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const { facts } = await runDevices(seed, async ({ disk, restart, facts: sofar }) => {
        await disk().write('a', 0, sectorsOf(1, 2));
        await disk().fsync('a');
        await disk().write('a', 0, sectorsOf(11, 2));
        restart(async () => {
          const { bytes } = await disk().read('a', 0, 1024);
          expect(bytes).toHaveLength(1024);
          const sector = (i: number): string => {
            const content = bytes.subarray(i * 512, i * 512 + 512);
            if (content.every((byte) => byte === 1 + i)) return 'old';
            return content.every((byte) => byte === 11 + i) ? 'new' : 'garbage';
          };
          outcomes.add(`${sector(0)}, ${sector(1)}`);
          expect(faultsOf(sofar).includes('disk.unsynced-lost')).toBe(`${sector(0)}, ${sector(1)}` !== 'new, new');
        });
      });
      expect(synced(facts)).toBe(faultsOf(facts).includes('disk.unsynced-lost') ? 1 : 2);
    }
    expect(outcomes.size).toBe(9);
  });

  it('may apply a write that was in flight, and never one that had not begun', async () => {
    const lengths = new Set<number>();
    for (let seed = 0; seed < 60; seed += 1) {
      await runDevices(
        seed,
        async ({ disk }) => {
          void disk().write('a', 0, sectorsOf(1, 1));
          await disk().write('a', 512, sectorsOf(2, 1));
        },
        ({ kernel, restart, disk }) => {
          kernel.schedule(5, 'fault', null, () => {
            restart(async () => void lengths.add((await disk().read('a', 0, 2000)).bytes.length));
          });
        },
      );
    }
    expect([...lengths].toSorted((a, b) => a - b)).toEqual([0, 512]);
  });

  it('tells what is durable before the caller knows', async () => {
    let acknowledged = false;
    await runDevices(
      1,
      async ({ disk }) => {
        await disk().write('a', 0, sectorsOf(1, 1));
        await disk().fsync('a');
        acknowledged = true;
      },
      ({ kernel, restart, disk }) => {
        let crashed = false;
        kernel.onPersisted(() => {
          if (crashed) return;
          crashed = true;
          restart(async () => {
            expect((await disk().read('a', 0, 512)).bytes).toEqual(sectorsOf(1, 1));
          });
        });
      },
    );
    expect(acknowledged).toBe(false);
  });
});

describe('a disk with faults', () => {
  it('keeps reading what a failed fsync may not have written, and never writes it again', async () => {
    const after = new Set<string>();
    for (let seed = 0; seed < 30; seed += 1) {
      const { facts } = await runDevices(seed, async ({ disk, drive, restart }) => {
        await disk().write('a', 0, sectorsOf(1, 1));
        await disk().fsync('a');
        await disk().write('a', 0, sectorsOf(2, 1));
        drive.faults.fsyncFailurePpm = ALWAYS;
        expect(await disk().fsync('a')).toBe('io-error');
        drive.faults.fsyncFailurePpm = 0;
        expect(await disk().fsync('a')).toBe('ok');
        expect((await disk().read('a', 0, 512)).bytes).toEqual(sectorsOf(2, 1));
        restart(async () => {
          const { bytes } = await disk().read('a', 0, 512);
          const whole = bytes.every((byte) => byte === bytes[0]);
          after.add(whole ? String(bytes[0]) : 'garbage');
        });
      });
      expect(faultsOf(facts)).toEqual(['disk.fsync-failure']);
    }
    expect([...after].toSorted()).toEqual(['1', '2', 'garbage']);
  });

  it('loses at a crash what a lying fsync acknowledged', async () => {
    let lost = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      const { facts } = await runDevices(seed, async ({ disk, drive, restart, facts: sofar }) => {
        drive.faults.fsyncLiePpm = ALWAYS;
        await disk().write('a', 0, sectorsOf(1, 1));
        expect(await disk().fsync('a')).toBe('ok');
        expect(synced(sofar)).toBe(0);
        restart(async () => {
          if ((await disk().read('a', 0, 512)).bytes[0] !== 1) lost += 1;
        });
      });
      expect(faultsOf(facts)[0]).toBe('disk.fsync-lie');
    }
    expect(lost).toBeGreaterThan(5);
  });

  it('fails reads of a latent error until the sector is written again', async () => {
    const { facts } = await runDevices(1, async ({ disk, drive }) => {
      const weak = drive.weakHalf * 512;
      await disk().write('a', 0, sectorsOf(1, 2));
      await disk().fsync('a');
      drive.failSector(0);
      expect((await disk().read('a', 512 - weak, 512)).status).toBe('ok');
      expect((await disk().read('a', 0, 1024)).status).toBe('io-error');
      await disk().write('a', weak, sectorsOf(2, 1));
      await disk().fsync('a');
      expect((await disk().read('a', 0, 1024)).status).toBe('ok');
    });
    expect(faultsOf(facts)).toEqual(['disk.latent-error']);
  });

  it('flips bits of what was synced', async () => {
    await runDevices(1, async ({ disk, drive }) => {
      drive.rot(0, 3);
      await disk().write('a', 0, sectorsOf(0, 1));
      await disk().write('a', 512, sectorsOf(0, 1));
      await disk().fsync('a');
      drive.rot(0, 3);
      const { bytes } = await disk().read('a', 0, 1024);
      const ones = bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
      expect(ones).toBe(3);
    });
  });

  it('damages the same half of a file for good, whichever sector is picked', async () => {
    const halves = new Set<number>();
    for (let seed = 0; seed < 8; seed += 1) {
      await runDevices(seed, async ({ disk, drive }) => {
        halves.add(drive.weakHalf);
        await disk().write('a', 0, sectorsOf(1, 4));
        await disk().fsync('a');
        for (let pick = 0; pick < 4; pick += 1) drive.failSector(pick);
        for (let sector = 0; sector < 4; sector += 1) {
          const { status } = await disk().read('a', sector * 512, 512);
          expect(status).toBe(sector >> 1 === drive.weakHalf ? 'io-error' : 'ok');
        }
      });
    }
    expect(halves.size).toBe(2);
  });

  it('writes a sector elsewhere, which shows when it is read back', async () => {
    const { facts } = await runDevices(1, async ({ disk, drive }) => {
      const weak = drive.weakHalf * 512;
      await disk().write('a', 0, sectorsOf(1, 2));
      await disk().fsync('a');
      await disk().write('b', 0, sectorsOf(11, 2));
      drive.faults.misdirectedWritePpm = ALWAYS;
      expect(await disk().fsync('b')).toBe('ok');
      const strayed = sectorsOf(11 + drive.weakHalf, 1);
      expect((await disk().read('a', weak, 512)).bytes).toEqual(strayed);
      expect((await disk().read('b', weak, 512)).bytes).toEqual(new Uint8Array(512));
      expect((await disk().read('b', 512 - weak, 512)).bytes).toEqual(sectorsOf(12 - drive.weakHalf, 1));
    });
    expect(faultsOf(facts)).toEqual(['disk.misdirected-write']);
  });

  it('reads a sector from elsewhere, once', async () => {
    await runDevices(1, async ({ disk, drive }) => {
      await disk().write('a', 0, sectorsOf(1, 2));
      await disk().fsync('a');
      drive.faults.misdirectedReadPpm = ALWAYS;
      expect((await disk().read('a', 0, 512)).bytes).toEqual(sectorsOf(2, 1));
      drive.faults.misdirectedReadPpm = 0;
      expect((await disk().read('a', 0, 512)).bytes).toEqual(sectorsOf(1, 1));
    });
  });

  it('refuses writes while it is full, and leaves the file alone', async () => {
    await runDevices(1, async ({ disk, drive }) => {
      await disk().write('a', 0, sectorsOf(1, 1));
      drive.faults.full += 1;
      expect(await disk().write('a', 0, sectorsOf(2, 2))).toBe('no-space');
      drive.faults.full -= 1;
      expect((await disk().read('a', 0, 2000)).bytes).toEqual(sectorsOf(1, 1));
    });
  });

  it('is slow, and says so once', async () => {
    const { facts } = await runDevices(1, async ({ disk, drive, kernel }) => {
      drive.faults.slowMicros = 5000;
      await disk().read('a', 0, 1);
      await disk().read('a', 0, 1);
      expect(kernel.timeMicros).toBeGreaterThan(10_000);
    });
    expect(faultsOf(facts)).toEqual(['disk.slow']);
  });
});
