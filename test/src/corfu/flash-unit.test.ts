import { describe, expect, it } from 'vitest';
import type { FlashUnit } from '../../../src/corfu/flash-unit.ts';
import type { UnitReply } from '../../../src/corfu/unit-messages.ts';
import { logPosition } from '../../../src/log/position.ts';
import { type Life, type UnitMachine, ask, payloadOf, runLives } from '../../support/unit-bench.ts';

const OK = { status: 'ok', epoch: 1, incarnation: 1 };

/** Expects replies of one kind and number to requests sent in the same instant. */
async function together(...replies: Promise<UnitReply>[]): Promise<string[]> {
  return (await Promise.all(replies)).map((reply) => reply.status);
}

function reset(unit: FlashUnit, epoch: number, incarnation: number): Promise<UnitReply> {
  return unit.handle({ kind: 'unit/reset', epoch, incarnation });
}

function known(unit: FlashUnit, from: number, to: number): Promise<UnitReply> {
  return unit.handle({ kind: 'unit/known', epoch: 1, from: logPosition(from), to: logPosition(to) });
}

/** The position of the page programmed last. */
const rotNewest = (machine: UnitMachine, bits: number): void => machine.nand.rot(0, bits);

describe('an address', () => {
  it('is written once, by data or by junk, and says who was first', async () => {
    await runLives([
      async (unit) => {
        expect(await ask.read(unit, 5)).toEqual({ ...OK, status: 'unwritten' });
        expect(await ask.write(unit, 5, 7, 70)).toEqual(OK);
        expect(await ask.write(unit, 5, 8, 80)).toEqual({
          ...OK,
          status: 'overwritten',
          stored: 'data',
          writer: 7,
          writeNumber: 70,
        });
        expect(await ask.fill(unit, 5)).toMatchObject({ status: 'overwritten', stored: 'data', writer: 7 });
        expect(await ask.read(unit, 5)).toEqual({
          ...OK,
          status: 'data',
          writer: 7,
          writeNumber: 70,
          payload: payloadOf(7, 70),
        });
        expect(await ask.fill(unit, 6)).toEqual(OK);
        expect(await ask.write(unit, 6, 7)).toMatchObject({ status: 'overwritten', stored: 'junk' });
        expect(await ask.read(unit, 6)).toEqual({ ...OK, status: 'junk' });
      },
    ]);
  });

  it('is decided once by requests of the same instant, and a read that overlaps waits', async () => {
    await runLives([
      async (unit) => {
        const statuses = await together(
          ask.write(unit, 3, 1),
          ask.fill(unit, 3),
          ask.write(unit, 3, 2),
          ask.read(unit, 3),
        );
        expect(statuses).toEqual(['ok', 'overwritten', 'overwritten', 'data']);
        expect(await together(ask.trim(unit, 4), ask.write(unit, 4, 1))).toEqual(['ok', 'trimmed']);
        expect(await together(ask.write(unit, 6, 1), ask.trim(unit, 6), ask.read(unit, 6))).toEqual([
          'ok',
          'ok',
          'trimmed',
        ]);
      },
    ]);
  });

  it('stays as it is over a restart', async () => {
    const check: Life = async (unit) => {
      expect(await ask.read(unit, 0)).toMatchObject({ status: 'data', payload: payloadOf(1, 0) });
      expect(await ask.read(unit, 1)).toMatchObject({ status: 'junk' });
      expect(await ask.read(unit, 2)).toMatchObject({ status: 'trimmed', upTo: 0 });
      expect(await ask.read(unit, 2 ** 47)).toMatchObject({ status: 'data' });
      expect(await ask.write(unit, 9, 1)).toMatchObject({ status: 'trimmed' });
      expect(await ask.tail(unit)).toEqual({ ...OK, hwm: 2 ** 47, upTo: 0 });
    };
    await runLives([
      async (unit, machine) => {
        for (const position of [0, 2, 2 ** 47]) await ask.write(unit, position, 1);
        await ask.fill(unit, 1);
        await ask.trim(unit, 2);
        await ask.trim(unit, 9);
        await check(unit, machine);
      },
      check,
      check,
    ]);
  });

  it('that was never written is poisoned by a trim, in the tail report too', async () => {
    await runLives([
      async (unit) => {
        expect(await ask.trim(unit, 40)).toEqual(OK);
        expect(await ask.trim(unit, 40)).toEqual(OK);
      },
      async (unit) => {
        expect(await ask.tail(unit)).toMatchObject({ hwm: 40 });
        expect(await ask.write(unit, 40, 1)).toMatchObject({ status: 'trimmed' });
        expect(await ask.fill(unit, 40)).toMatchObject({ status: 'trimmed' });
      },
    ]);
  });

  it('below the prefix trim mark is gone, and the mark never falls', async () => {
    await runLives([
      async (unit) => {
        await ask.write(unit, 3, 1);
        expect(await ask.prefixTrim(unit, 10)).toEqual({ ...OK, upTo: 10 });
        expect(await ask.prefixTrim(unit, 4)).toEqual({ ...OK, upTo: 10 });
      },
      async (unit) => {
        expect(await ask.read(unit, 3)).toEqual({ ...OK, status: 'trimmed', upTo: 10 });
        expect(await ask.write(unit, 9, 1)).toMatchObject({ status: 'trimmed' });
        expect(await ask.tail(unit)).toMatchObject({ hwm: 9, upTo: 10 });
        expect(await ask.write(unit, 10, 1)).toEqual(OK);
      },
    ]);
  });

  it('is listed by what was decided of it', async () => {
    await runLives([
      async (unit) => {
        for (const position of [1, 2, 4, 6, 8]) await ask.write(unit, position, 1);
        await ask.trim(unit, 6);
        await ask.trim(unit, 7);
        await ask.prefixTrim(unit, 2);
        expect(await known(unit, 0, 8)).toEqual({ ...OK, written: [2, 4], trimmed: [6, 7], upTo: 2 });
      },
    ]);
  });
});

describe('a seal', () => {
  it('refuses every request of an older epoch, over a restart, and can be repeated', async () => {
    const refused: Life = async (unit) => {
      const all = [
        ask.write(unit, 1, 1),
        ask.fill(unit, 1),
        ask.read(unit, 1),
        ask.trim(unit, 1),
        ask.prefixTrim(unit, 1),
      ];
      for (const reply of await Promise.all([
        ...all,
        ask.tail(unit),
        ask.seal(unit, 2),
        reset(unit, 2, 1),
        known(unit, 0, 9),
      ])) {
        expect(reply).toEqual({ status: 'sealed', epoch: 3, incarnation: 1, minEpoch: 3 });
      }
      expect(await ask.seal(unit, 3)).toEqual({ ...OK, epoch: 3, hwm: 0, upTo: 0 });
      expect(await ask.read(unit, 0, 3)).toMatchObject({ status: 'data' });
    };
    await runLives([
      async (unit, machine) => {
        await ask.write(unit, 0, 1);
        expect(await ask.seal(unit, 3)).toEqual({ ...OK, epoch: 3, hwm: 0, upTo: 0 });
        await refused(unit, machine);
      },
      refused,
    ]);
  });

  it('waits for what was admitted before it, and lets nothing in after', async () => {
    await runLives([
      async (unit) => {
        const writes = [0, 1, 2, 3, 4, 5].map((position) => ask.write(unit, position, 1));
        const sealed = ask.seal(unit, 2);
        const late = ask.write(unit, 6, 1);
        const early = ask.write(unit, 7, 1, 0, 2);
        expect(await together(...writes, late, early)).toEqual([...writes.map(() => 'ok'), 'sealed', 'ok']);
        expect(await sealed).toMatchObject({ status: 'ok', hwm: 5 });
        expect(await ask.read(unit, 6, 2)).toMatchObject({ status: 'unwritten' });
      },
    ]);
  });

  it('is what a request of a later epoch waits for', async () => {
    await runLives([
      async (unit) => {
        expect(await ask.write(unit, 0, 1, 0, 2)).toEqual({ ...OK, status: 'not-ready' });
        expect(await together(ask.seal(unit, 2), ask.seal(unit, 4), ask.seal(unit, 3))).toEqual(['ok', 'ok', 'sealed']);
      },
    ]);
  });
});

describe('a destroyed record', () => {
  it('is corrupt to readers and writers until it is repaired, over a restart', async () => {
    const corrupt: Life = async (unit) => {
      expect(await ask.read(unit, 1)).toEqual({ ...OK, status: 'corrupt' });
      expect(await ask.write(unit, 1, 2)).toEqual({ ...OK, status: 'corrupt' });
      expect(await ask.fill(unit, 1)).toEqual({ ...OK, status: 'corrupt' });
      expect(await ask.read(unit, 0)).toMatchObject({ status: 'data' });
      expect(await ask.tail(unit)).toMatchObject({ hwm: 1 });
    };
    const machine = await runLives([
      async (unit, device) => {
        await ask.write(unit, 0, 1, 1);
        await ask.write(unit, 1, 1, 2);
        rotNewest(device, 12);
        await corrupt(unit, device);
      },
      async (unit, device) => {
        await corrupt(unit, device);
        expect(await ask.repair(unit, 1, 1, 2)).toEqual(OK);
        expect(await ask.read(unit, 1)).toMatchObject({ status: 'data', payload: payloadOf(1, 2) });
      },
      async (unit) => {
        expect(await ask.read(unit, 1)).toMatchObject({ status: 'data', payload: payloadOf(1, 2) });
      },
    ]);
    expect(machine.claims('unit-recovered').at(1)).toMatchObject({ corruptCount: 1 });
  });

  it('is the only thing that takes a repair', async () => {
    await runLives([
      async (unit) => {
        await ask.write(unit, 0, 1);
        await ask.trim(unit, 1);
        expect(await ask.repair(unit, 0, 2)).toMatchObject({ status: 'overwritten', writer: 1 });
        expect(await ask.repair(unit, 1, 2)).toMatchObject({ status: 'trimmed' });
        expect(await ask.repair(unit, 2, 2)).toMatchObject({ status: 'unwritten' });
      },
    ]);
  });

  it('can be trimmed', async () => {
    const trimmed: Life = async (unit) => expect(await ask.read(unit, 0)).toMatchObject({ status: 'trimmed' });
    await runLives([
      async (unit, machine) => {
        await ask.write(unit, 0, 1);
        rotNewest(machine, 12);
        expect(await ask.trim(unit, 0)).toEqual(OK);
        await trimmed(unit, machine);
      },
      trimmed,
    ]);
  });

  it('keeps its address when the collector meets it', async () => {
    const machine = await runLives([
      async (unit, device) => {
        await ask.write(unit, 500, 1, 2);
        rotNewest(device, 12);
        for (let position = 0; position < 200; position += 1) {
          expect(await ask.write(unit, position, 1)).toEqual(OK);
          // Every other position lives on for a while, so that no block is empty.
          await ask.trim(unit, position % 2 === 0 ? position : Math.max(1, position - 30));
        }
        expect(await ask.read(unit, 500)).toMatchObject({ status: 'corrupt' });
      },
      async (unit) => {
        expect(await ask.read(unit, 500)).toMatchObject({ status: 'corrupt' });
        expect(await ask.repair(unit, 500, 1, 2)).toEqual(OK);
        expect(await ask.read(unit, 500)).toMatchObject({ status: 'data' });
      },
    ]);
    expect(machine.claims('unit-page-moved')).toContainEqual(expect.objectContaining({ position: 500, type: 'lost' }));
  });

  it('that cannot even be identified makes unknown addresses suspect, below a bound', async () => {
    const suspicious: Life = async (unit) => {
      expect(await ask.read(unit, 0)).toMatchObject({ status: 'data' });
      expect(await ask.read(unit, 7)).toMatchObject({ status: 'corrupt' });
      expect(await ask.write(unit, 200, 1)).toMatchObject({ status: 'corrupt' });
      expect(await ask.tail(unit)).toMatchObject({ hwm: 255 });
      expect(await known(unit, 0, 256)).toMatchObject({ status: 'corrupt' });
      expect(await known(unit, 256, 300)).toMatchObject({ status: 'ok', written: [] });
    };
    const machine = await runLives([
      async (unit, device) => {
        await ask.write(unit, 0, 1);
        await ask.write(unit, 7, 1, 3);
        rotNewest(device, 90);
        // While it runs, the unit knows.
        expect(await ask.read(unit, 7)).toMatchObject({ status: 'corrupt' });
        expect(await ask.read(unit, 8)).toMatchObject({ status: 'unwritten' });
      },
      suspicious,
      async (unit, device) => {
        await suspicious(unit, device);
        expect(await ask.repair(unit, 7, 1, 3)).toEqual(OK);
        expect(await ask.read(unit, 7)).toMatchObject({ status: 'data', payload: payloadOf(1, 3) });
        expect(await ask.write(unit, 256, 1)).toEqual(OK);
      },
    ]);
    expect(machine.claims('unit-suspect')).toMatchObject([{ below: 256 }, { below: 256 }]);
  });
});

describe('a unit that lost what it knew', () => {
  const silent: Life = async (unit) => {
    for (const reply of await Promise.all([
      ask.read(unit, 0),
      ask.write(unit, 1, 1),
      ask.tail(unit),
      ask.seal(unit, 5),
    ])) {
      expect(reply).toMatchObject({ status: 'not-ready' });
      expect(reply.incarnation).toBeGreaterThan(1);
    }
  };
  const writes: Life = async (unit) => void (await ask.write(unit, 0, 1));

  it.each([
    ['all devices', 'no state', true, true],
    ['its disk', 'no state', false, true],
    ['its flash', 'flash empty', true, false],
  ])('with %s says nothing until a reset admits it', async (_name, why, flash, disk) => {
    const machine = await runLives(
      [
        writes,
        silent,
        async (unit, device) => {
          await silent(unit, device);
          const { incarnation } = await ask.tail(unit);
          expect(await reset(unit, 5, incarnation - 1)).toMatchObject({ status: 'not-ready' });
          expect(await reset(unit, 5, incarnation)).toMatchObject({ status: 'ok', epoch: 5 });
          expect(await ask.read(unit, 0, 5)).toMatchObject({ status: 'unwritten' });
          expect(await ask.write(unit, 0, 2, 0, 5)).toMatchObject({ status: 'ok' });
        },
        async (unit) => expect(await ask.read(unit, 0, 5)).toMatchObject({ status: 'data', writer: 2 }),
      ],
      {
        between: (device) => {
          if (device.claims('unit-estranged').length > 0) return;
          if (flash) device.loseFlash();
          if (disk) device.loseDisk();
        },
      },
    );
    expect(machine.claims('unit-estranged')).toMatchObject([{ why }]);
  });

  it('says the same when it was never formatted', async () => {
    const machine = await runLives([silent], { format: false });
    expect(machine.claims('unit-estranged')).toMatchObject([{ why: 'no state' }]);
  });

  it('is not one that is new and empty', async () => {
    await runLives([() => {}, async (unit) => expect(await ask.read(unit, 0)).toEqual({ ...OK, status: 'unwritten' })]);
  });
});

describe('a reset', () => {
  it('wipes once per epoch, under a new incarnation, and hits only the one it names', async () => {
    await runLives([
      async (unit) => {
        await ask.write(unit, 0, 1);
        await ask.trim(unit, 9);
        await ask.prefixTrim(unit, 2);
        expect(await reset(unit, 2, 1)).toMatchObject({ status: 'not-ready' });
        await ask.seal(unit, 2);
        expect(await reset(unit, 2, 7)).toMatchObject({ status: 'not-ready' });
        const reply = await reset(unit, 2, 1);
        expect(reply).toMatchObject({ status: 'ok', epoch: 2 });
        expect(reply.incarnation).toBeGreaterThan(1);
        expect(await ask.tail(unit, 2)).toMatchObject({ hwm: -1, upTo: 0 });
        expect(await ask.write(unit, 0, 2, 0, 2)).toMatchObject({ status: 'ok' });
        expect(await reset(unit, 2, 1)).toEqual(reply);
        expect(await reset(unit, 2, reply.incarnation)).toEqual(reply);
        expect(await ask.read(unit, 0, 2)).toMatchObject({ status: 'data', writer: 2 });
      },
      async (unit) => {
        expect(await ask.read(unit, 0, 2)).toMatchObject({ status: 'data', writer: 2 });
        expect(await ask.read(unit, 9, 2)).toMatchObject({ status: 'unwritten' });
      },
    ]);
  });

  it('leaves nothing of before, also when a page was just about to move', async () => {
    const machine = await runLives([
      async (unit, { nand }) => {
        await ask.write(unit, 0, 1);
        await ask.seal(unit, 2);
        nand.rot(0, 7);
        // The read finds a page to be moved while the reset is under way.
        await together(ask.read(unit, 0, 2), reset(unit, 2, 1));
      },
      async (unit) => {
        expect(await ask.read(unit, 0, 2)).toMatchObject({ status: 'unwritten' });
        expect(await ask.tail(unit, 2)).toMatchObject({ hwm: -1 });
      },
    ]);
    expect(machine.facts).toContainEqual(expect.objectContaining({ kind: 'flash.rot' }));
  });

  it('fails the reads that it overtakes', async () => {
    await runLives([
      async (unit, { nand }) => {
        await ask.write(unit, 0, 1);
        await ask.seal(unit, 2);
        nand.faults.slowMicros = 1_000_000;
        expect(await together(ask.read(unit, 0, 2), reset(unit, 2, 1))).toEqual(['not-ready', 'ok']);
      },
    ]);
  });
});

describe('recovery', () => {
  it('ignores what power loss tore, wherever it tore it, and keeps the rest', async () => {
    let torn = 0;
    let whole = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const machine = await runLives(
        [
          async (unit) => {
            await ask.write(unit, 0, 1);
            void ask.write(unit, 1, 2, 5);
          },
          async (unit) => {
            expect(await ask.read(unit, 0)).toMatchObject({ status: 'data' });
            const reply = await ask.read(unit, 1);
            expect(['unwritten', 'data']).toContain(reply.status);
            if (reply.status === 'data') whole += 1;
            await ask.write(unit, 2, 1);
          },
          async (unit) => {
            expect(await ask.read(unit, 0)).toMatchObject({ status: 'data' });
            expect(await ask.read(unit, 2)).toMatchObject({ status: 'data' });
          },
        ],
        { seed },
      );
      torn += machine.claims('unit-torn-page-recovered').length;
    }
    expect(torn).toBeGreaterThan(0);
    expect(whole).toBeGreaterThan(0);
  });
});
