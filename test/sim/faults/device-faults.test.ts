/**
 * Every fault of flash and disk takes effect, says so, and can be noticed through the ports by code that does no more than
 * use a device again and again and compare what it finds with what it did.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diskAppliedUnacknowledged } from '../../../sim/faults/disk-applied-unacknowledged.ts';
import { diskBitRot } from '../../../sim/faults/disk-bit-rot.ts';
import { diskFsyncFailure } from '../../../sim/faults/disk-fsync-failure.ts';
import { diskFsyncLie } from '../../../sim/faults/disk-fsync-lie.ts';
import { diskFull } from '../../../sim/faults/disk-full.ts';
import { diskLatentError } from '../../../sim/faults/disk-latent-error.ts';
import { diskMisdirectedRead } from '../../../sim/faults/disk-misdirected-read.ts';
import { diskMisdirectedWrite } from '../../../sim/faults/disk-misdirected-write.ts';
import { diskSlow } from '../../../sim/faults/disk-slow.ts';
import { diskUnsyncedLost } from '../../../sim/faults/disk-unsynced-lost.ts';
import type { FaultKind } from '../../../sim/faults/fault-kind.ts';
import { flashBitErrors } from '../../../sim/faults/flash-bit-errors.ts';
import { flashEraseFailure } from '../../../sim/faults/flash-erase-failure.ts';
import { flashFactoryBadBlocks } from '../../../sim/faults/flash-factory-bad-blocks.ts';
import { flashProgramFailure } from '../../../sim/faults/flash-program-failure.ts';
import { flashRot } from '../../../sim/faults/flash-rot.ts';
import { flashSlow } from '../../../sim/faults/flash-slow.ts';
import { flashStaleRead } from '../../../sim/faults/flash-stale-read.ts';
import { flashTornErase } from '../../../sim/faults/flash-torn-erase.ts';
import { flashTornPage } from '../../../sim/faults/flash-torn-page.ts';
import { flashUncorrectableRead } from '../../../sim/faults/flash-uncorrectable-read.ts';
import { flashWearOut } from '../../../sim/faults/flash-wear-out.ts';
import type { PlannedFault } from '../../../sim/model/plan.ts';
import { FaultSchedule } from '../../../sim/systems/fault-schedule.ts';
import type { SimNode } from '../../../sim/systems/sim-node.ts';
import type { Topology } from '../../../sim/systems/topology.ts';
import type { World } from '../../../sim/systems/world.ts';
import { nodeId } from '../../../src/ports/units.ts';
import { contentOf, type DeviceBench, faultsOf, pageOf, runDevices, smallFlash } from '../../support/device-bench.ts';

const HORIZON_MICROS = 100_000;
const topology: Topology = { roles: ['unit'] };

/** What the lives of a process noticed, and what they tell each other. */
class Notes extends Set<string> {
  /** The last value that was synced, and the last one that was written. */
  acknowledged = 0;
  wanted = 0;
}

/** Runs `process`, again after each crash, under `faults`; `notes` is what all its lives noticed. */
async function observe(
  seed: number,
  faults: readonly (readonly [FaultKind, PlannedFault])[],
  life: (bench: DeviceBench, notes: Notes) => Promise<void>,
): Promise<{ readonly notes: Notes; readonly kinds: readonly string[] }> {
  const notes = new Notes();
  const { facts, kernel } = await runDevices(
    seed,
    (bench) => life(bench, notes),
    (bench) => {
      const node = {
        id: nodeId(0),
        role: 'unit',
        flash: bench.nand,
        disk: bench.drive,
        crash: () => {
          notes.add('crashed');
          bench.restart(() => life(bench, notes));
        },
      } as Partial<SimNode> as SimNode;
      const schedule = new FaultSchedule(bench.kernel);
      const world = { kernel: bench.kernel, faults: schedule, topology, node: () => node } as Partial<World> as World;
      for (const [kind, fault] of faults) kind.install(fault, world);
    },
  );
  expect(kernel.violations).toEqual([]);
  return { notes, kinds: faultsOf(facts) };
}

/** Erases, programs and reads one block after the other, and reads all of them at the start. */
async function useFlash({ flash, kernel }: DeviceBench, notes: Notes): Promise<void> {
  const { blocks, pagesPerBlock } = smallFlash;
  const bad = new Set(flash().factoryBadBlocks);
  if (bad.size > 0) notes.add('bad from the factory');
  for (let page = 0; page < blocks * pagesPerBlock; page += 1) {
    const read = await flash().read(page);
    const whole = Array.from({ length: 8 }, (_, mark) => String(pageOf(mark))).includes(String(contentOf(read)));
    if (read.status === 'uncorrectable') notes.add('uncorrectable in recovery');
    else if (read.status === 'ok' && !whole) notes.add('torn in recovery');
  }
  for (let round = 0; kernel.timeMicros < HORIZON_MICROS; round += 1) {
    const block = round % blocks;
    if (bad.has(block)) continue;
    const begin = kernel.timeMicros;
    if ((await flash().erase(block)) === 'failed') {
      notes.add('erase failed');
      bad.add(block);
      continue;
    }
    if (kernel.timeMicros - begin > 2_000) notes.add('slow');
    const first = block * pagesPerBlock;
    for (let page = first; page < first + pagesPerBlock && !bad.has(block); page += 1) {
      const mark = (page + round) % 8;
      if ((await flash().program(page, pageOf(mark))) === 'failed') {
        notes.add('program failed');
        bad.add(block);
        break;
      }
      for (let i = 0; i < 4; i += 1) {
        const read = await flash().read(page);
        if (read.status !== 'ok') notes.add(read.status);
        else if (String(contentOf(read)) !== String([...pageOf(mark)])) notes.add('wrong content');
        if (read.correctedBits > 0) notes.add('corrected bits');
      }
    }
  }
}

/** Writes two sectors, syncs and reads them, over and over, and compares with what an earlier life had done. */
async function useDisk(bench: DeviceBench, notes: Notes): Promise<void> {
  const { disk, kernel } = bench;
  const sectors = (mark: number): Uint8Array => new Uint8Array(1024).map((_, i) => (mark % 100) + (i >> 9));
  const isFound = (bytes: Uint8Array, mark: number): boolean => String(bytes) === String(sectors(mark));
  const after = await disk().read('a', 0, 1024);
  if (notes.wanted > notes.acknowledged) {
    notes.add(isFound(after.bytes, notes.wanted) ? 'new though unacknowledged' : 'unacknowledged lost');
  }
  while (kernel.timeMicros < HORIZON_MICROS) {
    const begin = kernel.timeMicros;
    notes.wanted += 1;
    const written = await disk().write('a', 0, sectors(notes.wanted));
    if (written !== 'ok') {
      notes.add(written);
      notes.wanted -= 1;
      continue;
    }
    if ((await disk().fsync('a')) !== 'ok') {
      notes.add('fsync failed');
      return bench.restart(() => useDisk(bench, notes));
    }
    notes.acknowledged = notes.wanted;
    if (kernel.timeMicros - begin > 2_000) notes.add('slow');
    for (let i = 0; i < 20; i += 1) {
      const read = await disk().read('a', 0, 1024);
      if (read.status !== 'ok') notes.add(read.status);
      else if (!isFound(read.bytes, notes.acknowledged)) notes.add('wrong content');
    }
  }
}

const unit = { role: 'unit', index: 0 };
const window = { ...unit, atMicros: 5_000, durationMicros: 60_000 };
const down = { ...unit, downMicros: 1_000 };

type Row = readonly [name: string, kind: FaultKind, fault: Omit<PlannedFault, 'kind'>, noticed: string];
const row = (kind: FaultKind, fault: Omit<PlannedFault, 'kind'>, noticed: string): Row => [
  kind.kind,
  kind,
  fault,
  noticed,
];

const flashRows: readonly Row[] = [
  row(flashTornPage, { ...down, nthProgram: 9 }, 'torn in recovery'),
  row(flashTornErase, { ...down, nthErase: 9 }, 'uncorrectable in recovery'),
  row(flashBitErrors, { ...window, ratePpm: 50_000 }, 'corrected bits'),
  row(flashUncorrectableRead, { ...window, ratePpm: 50_000 }, 'uncorrectable'),
  row(flashStaleRead, { ...window, ratePpm: 50_000 }, 'wrong content'),
  row(flashProgramFailure, { ...window, ratePpm: 20_000 }, 'program failed'),
  row(flashEraseFailure, { ...window, ratePpm: 200_000 }, 'erase failed'),
  row(flashWearOut, { ...unit, erasesMax: 2 }, 'erase failed'),
  row(flashFactoryBadBlocks, { ...unit, count: 1 }, 'bad from the factory'),
  row(flashSlow, { ...window, slowMicros: 1_000 }, 'slow'),
  row(flashRot, { ...unit, atMicros: 20_000, pageAge: 0, bits: 9 }, 'uncorrectable'),
];

const diskRows: readonly Row[] = [
  row(diskUnsyncedLost, { ...down, nthFsync: 3 }, 'unacknowledged lost'),
  row(diskAppliedUnacknowledged, { ...down, nthFsync: 3 }, 'new though unacknowledged'),
  row(diskFsyncFailure, { ...window, ratePpm: 100_000 }, 'fsync failed'),
  row(diskLatentError, { ...unit, atMicros: 20_000, pick: 3 }, 'io-error'),
  row(diskBitRot, { ...unit, atMicros: 20_000, pick: 3, bits: 1 }, 'wrong content'),
  row(diskMisdirectedWrite, { ...window, ratePpm: 100_000 }, 'wrong content'),
  row(diskMisdirectedRead, { ...window, ratePpm: 50_000 }, 'wrong content'),
  row(diskFull, { ...window }, 'no-space'),
  row(diskSlow, { ...window, slowMicros: 2_000 }, 'slow'),
];

const SEED = 6;

/** A fault of an instant may strike what is about to be overwritten: so it strikes several times. */
function repeated(fault: PlannedFault): PlannedFault[] {
  const { atMicros, durationMicros } = fault;
  if (typeof atMicros !== 'number' || durationMicros !== undefined) return [fault];
  return Array.from({ length: 20 }, (_, i) => ({ ...fault, atMicros: atMicros + i * 1_037 }));
}

describe.each([
  ['flash', flashRows, useFlash],
  ['disk', diskRows, useDisk],
] as const)('faults of %s', (place, rows, life) => {
  it('are noticed only where there are any', async () => {
    const { notes, kinds } = await observe(SEED, [], life);
    expect([...notes]).toEqual([]);
    expect(kinds).toEqual([]);
  });

  it.each(rows)('%s takes effect, and is noticed', async (name, kind, fault, noticed) => {
    const faults = repeated({ ...fault, kind: name });
    const { notes, kinds } = await observe(
      SEED,
      faults.map((each) => [kind, each]),
      life,
    );
    expect(kinds).toContain(name);
    expect([...notes]).toContain(noticed);
  });

  it.each(rows)('%s draws plain records of integers and names', (name, kind) => {
    expect(kind.place).toBe(place);
    fc.assert(
      fc.property(kind.arbitrary(topology, HORIZON_MICROS), (fault) => {
        expect(fault.kind).toBe(name);
        expect(JSON.parse(JSON.stringify(fault))).toEqual(fault);
        for (const value of Object.values(fault))
          expect(typeof value === 'string' || Number.isInteger(value)).toBe(true);
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});

describe('disk.fsync-lie', () => {
  it('is outside the promise, and is noticed once power is lost', async () => {
    expect(diskFsyncLie.faultClass).toBe('outside');
    const lost = new Set<boolean>();
    for (let seed = 0; seed < 10; seed += 1) {
      const fault = { ...window, atMicros: 0, kind: 'disk.fsync-lie', ratePpm: 1_000_000 };
      const { kinds } = await observe(seed, [[diskFsyncLie, fault]], async ({ disk, restart }) => {
        await disk().read('a', 0, 1);
        await disk().write('a', 0, Uint8Array.of(1));
        expect(await disk().fsync('a')).toBe('ok');
        restart(async () => void lost.add((await disk().read('a', 0, 1)).bytes[0] !== 1));
      });
      expect(kinds).toContain('disk.fsync-lie');
    }
    expect(lost).toContain(true);
  });
});
