/** One machine with a flash chip and a disk, and processes on it that a test crashes and restarts. */
import { Disk } from '../../sim/devices/disk.ts';
import { Nand } from '../../sim/devices/nand.ts';
import { Incarnation } from '../../sim/kernel/incarnation.ts';
import type { Kernel } from '../../sim/kernel/kernel.ts';
import { NodeClock } from '../../sim/kernel/node-clock.ts';
import type { Fact } from '../../sim/model/fact.ts';
import type { DiskPort } from '../../src/ports/disk.ts';
import type { FlashGeometry, FlashPort } from '../../src/ports/flash.ts';
import { nodeId } from '../../src/ports/units.ts';
import { runKernel, type KernelRun } from './run-kernel.ts';

export const smallFlash: FlashGeometry = { blocks: 6, pagesPerBlock: 4, pageBytes: 24, spareBytes: 8 };

export interface DeviceBench {
  readonly kernel: Kernel;
  readonly nand: Nand;
  readonly drive: Disk;
  readonly facts: readonly Fact[];
  /** The ports of the process that runs now. */
  readonly flash: () => FlashPort;
  readonly disk: () => DiskPort;
  /** Crashes the process and runs `life` as the next one. */
  readonly restart: (life: () => Promise<void>) => void;
}

export interface DeviceRun extends KernelRun {
  readonly facts: readonly Fact[];
}

/**
 * Runs `life` as the first process on fresh devices; `prepare` may break them before. Fails when what the processes
 * expected was not so, or when the last one waits for ever.
 */
export async function runDevices(
  seed: number,
  life: (bench: DeviceBench) => Promise<void>,
  prepare: (bench: DeviceBench) => void = () => {},
): Promise<DeviceRun> {
  const facts: Fact[] = [];
  let unfinished = false;
  const run = await runKernel({ observers: [{ observe: (fact) => void facts.push(fact) }] }, (kernel) => {
    const nand = new Nand(kernel, nodeId(0), smallFlash, seed);
    const drive = new Disk(kernel, nodeId(0), seed);
    let incarnation = new Incarnation(nodeId(0), 1, new NodeClock());
    let flash = nand.portFor(incarnation);
    let disk = drive.portFor(incarnation);
    const start = (body: () => Promise<void>): void => {
      unfinished = true;
      const finish = (): void => void (unfinished = false);
      const fail = (error: unknown): void => kernel.violateByException(error);
      kernel.schedule(0, 'start', incarnation, () => kernel.enter(incarnation, () => void body().then(finish, fail)));
    };
    const bench: DeviceBench = {
      kernel,
      nand,
      drive,
      facts,
      flash: () => flash,
      disk: () => disk,
      restart: (body) => {
        kernel.crash(incarnation);
        incarnation = new Incarnation(nodeId(0), incarnation.number + 1, incarnation.clock);
        flash = nand.portFor(incarnation);
        disk = drive.portFor(incarnation);
        start(body);
      },
    };
    prepare(bench);
    start(() => life(bench));
  });
  const failure = run.kernel.violations.find((violation) => violation.property === 'H-NoException');
  if (failure !== undefined) throw new Error(failure.explanation?.join('\n') ?? failure.message);
  if (run.end === 'quiet' && unfinished) throw new Error('the last process never finished');
  return { ...run, facts };
}

/** The kinds of the faults that took effect, in order. */
export function faultsOf(facts: readonly Fact[]): string[] {
  return facts.filter((fact) => fact.fact === 'fault').map((fact) => fact.kind);
}

/** A page whose bytes all tell `mark`, none of them 0xFF. */
export function pageOf(mark: number): Uint8Array {
  return new Uint8Array(smallFlash.pageBytes + smallFlash.spareBytes).map((_, i) => (mark * 31 + i * 7) % 255);
}

/** The page that a read returned, as plain numbers. */
export function contentOf(read: { readonly bytes: Uint8Array; readonly offset: number }): number[] {
  return [...read.bytes.subarray(read.offset, read.offset + smallFlash.pageBytes + smallFlash.spareBytes)];
}
