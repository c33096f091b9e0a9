import { describe, expect, it } from 'vitest';
import { CORRECTABLE_BITS } from '../../../sim/devices/nand.ts';
import { contentOf, type DeviceBench, faultsOf, pageOf, runDevices, smallFlash } from '../../support/device-bench.ts';

const pageSize = smallFlash.pageBytes + smallFlash.spareBytes;
const erasedContent = Array.from({ length: pageSize }, () => 0xff);

describe('a flash device', () => {
  it('reads back what was programmed, data then spare, and 0xFF where nothing was', async () => {
    const seen: unknown[] = [];
    const { facts, end } = await runDevices(1, async ({ flash }) => {
      expect(await flash().program(0, pageOf(1))).toBe('ok');
      const read = await flash().read(0);
      const empty = await flash().read(1);
      seen.push(read.status, contentOf(read), empty.status, contentOf(empty));
    });
    expect(end).toBe('quiet');
    expect(seen).toEqual(['ok', [...pageOf(1)], 'erased', erasedContent]);
    expect(facts.map((f) => f.fact)).toEqual(['programmed']);
  });

  it('copies what it is given to program before it returns', async () => {
    let content: number[] = [];
    await runDevices(1, async ({ flash }) => {
      const bytes = pageOf(1);
      const done = flash().program(0, bytes);
      bytes.fill(0);
      await done;
      content = contentOf(await flash().read(0));
    });
    expect(content).toEqual([...pageOf(1)]);
  });

  it('hands out views that later programs and erases leave alone', async () => {
    let before: number[] = [];
    let after: number[] = [];
    await runDevices(1, async ({ flash }) => {
      await flash().program(0, pageOf(1));
      const read = await flash().read(0);
      before = contentOf(read);
      await flash().program(1, pageOf(2));
      await flash().erase(0);
      await flash().program(0, pageOf(3));
      after = contentOf(read);
      expect(contentOf(await flash().read(0))).toEqual([...pageOf(3)]);
    });
    expect(after).toEqual(before);
    expect(before).toEqual([...pageOf(1)]);
  });

  it('serves a plane in order and planes side by side', async () => {
    const order: string[] = [];
    await runDevices(1, async ({ flash, kernel }) => {
      const note = async (name: string, work: Promise<unknown>): Promise<void> => {
        await work;
        order.push(name);
      };
      await Promise.all([
        note('erase of plane 0', flash().erase(0)),
        note('read of plane 0', flash().read(0)),
        note('read of plane 1', flash().read(4)),
      ]);
      expect(kernel.timeMicros).toBeGreaterThanOrEqual(1525);
    });
    expect(order).toEqual(['read of plane 1', 'erase of plane 0', 'read of plane 0']);
  });

  const misuses: readonly (readonly [string, (bench: DeviceBench) => Promise<void>])[] = [
    [
      'a programmed page',
      async ({ flash }) => {
        await flash().program(0, pageOf(1));
        await flash().program(0, pageOf(1));
      },
    ],
    [
      'a page that is being programmed',
      async ({ flash }) => {
        void flash().program(0, pageOf(1));
        await flash().program(0, pageOf(1));
      },
    ],
    [
      'a lower page',
      async ({ flash }) => {
        await flash().program(2, pageOf(1));
        await flash().program(1, pageOf(1));
      },
    ],
    ['a page cut short', async ({ flash }) => void (await flash().program(0, pageOf(1).subarray(1)))],
    ['a page beyond the end', async ({ flash }) => void (await flash().program(24, pageOf(1)))],
    [
      'a block before its erase is done',
      async ({ flash }) => {
        void flash().erase(0);
        await flash().program(0, pageOf(1));
      },
    ],
    [
      'a block that failed',
      async ({ flash, nand }) => {
        nand.faults.programFailurePpm = 1_000_000;
        await flash().program(0, pageOf(1));
        await flash().program(1, pageOf(1));
      },
    ],
    [
      'a bad block of the factory',
      async ({ flash, nand }) => {
        nand.addFactoryBadBlocks(1);
        await flash().erase(flash().factoryBadBlocks[0] as number);
      },
    ],
  ];
  it.each(misuses)('calls it a violation to use %s', async (_, life) => {
    const { end, kernel } = await runDevices(1, life);
    expect(end).toBe('violation');
    expect(kernel.violations.map((v) => v.property)).toEqual(['H-FlashDiscipline']);
  });

  it('lets pages be skipped, and programmed again after an erase', async () => {
    const { end } = await runDevices(1, async ({ flash }) => {
      await flash().program(1, pageOf(1));
      await flash().program(3, pageOf(2));
      await flash().erase(0);
      await flash().program(0, pageOf(3));
    });
    expect(end).toBe('quiet');
  });
});

describe('power loss', () => {
  it('leaves of a program any prefix, and tells it programmed when that is all of it', async () => {
    const lengths = new Set<number>();
    const outcomes = new Set<string>();
    const whole = [...pageOf(5)];
    for (let seed = 0; seed < 300; seed += 1) {
      const { facts, end } = await runDevices(
        seed,
        async ({ flash }) => void (await flash().program(0, pageOf(5))),
        ({ nand, restart, flash }) => {
          nand.whileProgramming(1, () => {
            restart(async () => {
              const read = await flash().read(0);
              const content = contentOf(read);
              let kept = 0;
              while (kept < pageSize && content[kept] === whole[kept]) kept += 1;
              expect(content.slice(kept).every((byte) => byte === 0xff)).toBe(true);
              lengths.add(kept);
              outcomes.add(read.status);
              expect(read.status === 'erased').toBe(kept === 0);
              await flash().program(kept === 0 ? 0 : 1, pageOf(6));
            });
          });
        },
      );
      expect(end).toBe('quiet');
      const told = facts[0]?.fact === 'programmed' && facts[0].page === 0;
      const torn = faultsOf(facts).includes('flash.torn-page');
      expect(told && torn).toBe(false);
    }
    expect(lengths.size).toBeGreaterThan(20);
    expect(lengths).toContain(0);
    expect(lengths).toContain(pageSize - 1);
    expect(lengths).toContain(pageSize);
    expect([...outcomes].toSorted()).toEqual(['erased', 'ok', 'uncorrectable']);
  });

  it('drops what had not begun', async () => {
    const { facts, end } = await runDevices(
      4,
      async ({ flash }) => {
        void flash().program(0, pageOf(1));
        void flash().program(1, pageOf(2));
        await flash().program(2, pageOf(3));
      },
      ({ nand, restart, flash }) => {
        nand.whileProgramming(1, () => {
          restart(async () => {
            expect((await flash().read(1)).status).toBe('erased');
            expect((await flash().read(2)).status).toBe('erased');
            await flash().program(1, pageOf(4));
          });
        });
      },
    );
    expect(end).toBe('quiet');
    expect(facts.filter((f) => f.fact === 'programmed' && f.page !== 0)).toHaveLength(1);
  });

  it('leaves of an erase everything, nothing or noise', async () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 40; seed += 1) {
      await runDevices(
        seed,
        async ({ flash }) => {
          await flash().program(0, pageOf(1));
          await flash().erase(0);
        },
        ({ nand, restart, flash, facts }) => {
          nand.whileErasing(1, () => {
            restart(async () => {
              const { status } = await flash().read(0);
              outcomes.add(status);
              expect(status === 'erased').toBe(facts.some((f) => f.fact === 'erased'));
              expect(status === 'uncorrectable').toBe(faultsOf(facts).includes('flash.torn-erase'));
            });
          });
        },
      );
    }
    expect([...outcomes].toSorted()).toEqual(['erased', 'ok', 'uncorrectable']);
  });

  it('keeps a page that was durable when the crash came before its acknowledgement', async () => {
    let acknowledged = false;
    let status = '';
    await runDevices(
      1,
      async ({ flash }) => {
        await flash().program(0, pageOf(1));
        acknowledged = true;
      },
      ({ kernel, restart, flash }) => {
        let crashed = false;
        kernel.onPersisted(() => {
          if (crashed) return;
          crashed = true;
          restart(async () => {
            status = (await flash().read(0)).status;
          });
        });
      },
    );
    expect(acknowledged).toBe(false);
    expect(status).toBe('ok');
  });
});

describe('a flash device with faults', () => {
  it('corrects a few flipped bits, and says how many', async () => {
    const corrected: number[] = [];
    const { facts } = await runDevices(1, async ({ flash, nand }) => {
      await flash().program(0, pageOf(1));
      nand.faults.bitErrorsPpm = 1_000_000;
      for (let i = 0; i < 50; i += 1) {
        const read = await flash().read(0);
        expect(read.status).toBe('ok');
        expect(contentOf(read)).toEqual([...pageOf(1)]);
        corrected.push(read.correctedBits);
      }
    });
    expect(Math.min(...corrected)).toBe(1);
    expect(Math.max(...corrected)).toBe(CORRECTABLE_BITS);
    expect(faultsOf(facts)).toHaveLength(50);
  });

  it('hands over what it read when there is more than the ECC corrects, and reads well the next time', async () => {
    await runDevices(1, async ({ flash, nand }) => {
      await flash().program(0, pageOf(1));
      nand.faults.uncorrectableReadPpm = 1_000_000;
      const bad = await flash().read(0);
      expect(bad.status).toBe('uncorrectable');
      expect(contentOf(bad)).not.toEqual([...pageOf(1)]);
      nand.faults.uncorrectableReadPpm = 0;
      const good = await flash().read(0);
      expect(good.status).toBe('ok');
      expect(contentOf(good)).toEqual([...pageOf(1)]);
    });
  });

  it('keeps decay until the block is erased', async () => {
    const { facts } = await runDevices(1, async ({ flash, nand }) => {
      await flash().program(0, pageOf(1));
      await flash().program(1, pageOf(2));
      nand.rot(1, CORRECTABLE_BITS + 1);
      const first = await flash().read(0);
      const second = await flash().read(0);
      expect([first.status, second.status]).toEqual(['uncorrectable', 'uncorrectable']);
      expect(contentOf(second)).toEqual(contentOf(first));
      expect((await flash().read(1)).status).toBe('ok');
      await flash().erase(0);
      await flash().program(0, pageOf(1));
      expect((await flash().read(0)).status).toBe('ok');
    });
    expect(faultsOf(facts)).toEqual(['flash.rot']);
  });

  it('never shows a failed program as content, also of programs behind it in the block', async () => {
    const { end } = await runDevices(1, async ({ flash, nand }) => {
      await flash().program(0, pageOf(1));
      nand.faults.programFailurePpm = 1_000_000;
      const outcomes = await Promise.all([flash().program(1, pageOf(2)), flash().program(2, pageOf(3))]);
      expect(outcomes).toEqual(['failed', 'failed']);
      expect((await flash().read(0)).status).toBe('ok');
      expect((await flash().read(1)).status).toBe('uncorrectable');
      expect((await flash().read(2)).status).toBe('uncorrectable');
    });
    expect(end).toBe('quiet');
  });

  it('keeps the old content when an erase fails, and lets a restarted node find out again', async () => {
    const { facts, end } = await runDevices(1, async ({ flash, nand, restart }) => {
      await flash().program(0, pageOf(1));
      nand.faults.eraseFailurePpm = 1_000_000;
      expect(await flash().erase(0)).toBe('failed');
      expect(contentOf(await flash().read(0))).toEqual([...pageOf(1)]);
      nand.faults.eraseFailurePpm = 0;
      restart(async () => {
        expect(await flash().erase(0)).toBe('failed');
        expect((await flash().read(0)).status).toBe('ok');
      });
    });
    expect(end).toBe('quiet');
    expect(faultsOf(facts)).toEqual(['flash.erase-failure']);
  });

  it('wears out', async () => {
    let erases = 0;
    const { facts } = await runDevices(1, async ({ flash, nand }) => {
      nand.wearOutAfter(20);
      while ((await flash().erase(0)) === 'ok') erases += 1;
    });
    expect(erases).toBeGreaterThanOrEqual(15);
    expect(erases).toBeLessThanOrEqual(20);
    expect(faultsOf(facts)).toEqual(['flash.wear-out']);
  });

  it('keeps the number of good blocks that it promises', async () => {
    const { facts } = await runDevices(1, async ({ flash, nand }) => {
      nand.faults.programFailurePpm = 1_000_000;
      expect(await flash().program(0, pageOf(1))).toBe('failed');
      expect(await flash().program(4, pageOf(2))).toBe('ok');
      nand.faults.eraseFailurePpm = 1_000_000;
      nand.wearOutAfter(0);
      expect(await flash().erase(1)).toBe('ok');
    });
    expect(faultsOf(facts)).toEqual(['flash.program-failure']);
  });

  it('returns what was there before, or from elsewhere in the block, on a stale read', async () => {
    await runDevices(1, async ({ flash, nand }) => {
      nand.faults.staleReadPpm = 1_000_000;
      await flash().program(0, pageOf(1));
      expect(contentOf(await flash().read(0))).toEqual([...pageOf(1)]);
      await flash().erase(0);
      await flash().program(0, pageOf(2));
      expect(contentOf(await flash().read(0))).toEqual([...pageOf(1)]);
      await flash().program(4, pageOf(3));
      await flash().program(5, pageOf(4));
      expect(contentOf(await flash().read(4))).toEqual([...pageOf(4)]);
    });
  });

  it('is slow, and says so once', async () => {
    const { facts } = await runDevices(1, async ({ flash, nand, kernel }) => {
      nand.faults.slowMicros = 5000;
      await flash().read(0);
      await flash().read(0);
      expect(kernel.timeMicros).toBeGreaterThan(10_000);
    });
    expect(faultsOf(facts)).toEqual(['flash.slow']);
  });
});
