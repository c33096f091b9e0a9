/** A flash device in a kernel, and processes on it that a test crashes and restarts. */
import { Nand } from '../../sim/devices/nand.ts';
import { Incarnation } from '../../sim/kernel/incarnation.ts';
import type { Kernel, KernelOptions } from '../../sim/kernel/kernel.ts';
import { NodeClock } from '../../sim/kernel/node-clock.ts';
import type { Fact } from '../../sim/model/fact.ts';
import type { FlashGeometry, FlashPort } from '../../src/ports/flash.ts';
import { nodeId } from '../../src/ports/units.ts';
import { runKernel, type KernelRun } from './run-kernel.ts';

export const smallFlash: FlashGeometry = { blocks: 6, pagesPerBlock: 4, pageBytes: 24, spareBytes: 8 };

export interface FlashBench {
  readonly kernel: Kernel;
  readonly nand: Nand;
  readonly facts: readonly Fact[];
  /** The port of the process that runs now. */
  flash(): FlashPort;
  crash(): void;
  /** Crashes the process and runs `life` as the next one. */
  restart(life: () => Promise<void>): void;
}

export interface FlashRun extends KernelRun {
  readonly facts: readonly Fact[];
}

/**
 * Runs `life` as the first process on a fresh device; `prepare` may break the device before. Fails when what the processes
 * expected was not so, or when the last one waits for ever.
 */
export async function runFlash(
  seed: number,
  life: (bench: FlashBench) => Promise<void>,
  prepare: (bench: FlashBench) => void = () => {},
  options: Partial<KernelOptions> = {},
): Promise<FlashRun> {
  const facts: Fact[] = [];
  let unfinished = 0;
  const run = await runKernel({ ...options, observers: [{ observe: (fact) => void facts.push(fact) }] }, (kernel) => {
    const nand = new Nand(kernel, nodeId(0), smallFlash, seed);
    let incarnation = new Incarnation(nodeId(0), 1, new NodeClock());
    let port = nand.portFor(incarnation);
    const start = (body: () => Promise<void>): void => {
      unfinished = 1;
      const finish = (): void => void (unfinished = 0);
      const fail = (error: unknown): void => kernel.violateByException(error);
      kernel.schedule(0, 'start', incarnation, () => kernel.enter(incarnation, () => void body().then(finish, fail)));
    };
    const bench: FlashBench = {
      kernel,
      nand,
      facts,
      flash: () => port,
      crash: () => kernel.crash(incarnation),
      restart: (body) => {
        kernel.crash(incarnation);
        incarnation = new Incarnation(nodeId(0), incarnation.number + 1, incarnation.clock);
        port = nand.portFor(incarnation);
        start(body);
      },
    };
    prepare(bench);
    start(() => life(bench));
  });
  const failure = run.kernel.violations.find((violation) => violation.property === 'H-NoException');
  if (failure !== undefined) throw new Error(failure.explanation?.join('\n') ?? failure.message);
  if (run.end === 'quiet' && unfinished > 0) throw new Error('the last process never finished');
  return { ...run, facts };
}

/** A page whose bytes all tell `mark`, none of them 0xFF. */
export function pageOf(mark: number): Uint8Array {
  return new Uint8Array(smallFlash.pageBytes + smallFlash.spareBytes).map((_, i) => (mark * 31 + i * 7) % 255);
}

/** The page that a read returned, as plain numbers. */
export function contentOf(read: { readonly bytes: Uint8Array; readonly offset: number }): number[] {
  return [...read.bytes.subarray(read.offset, read.offset + smallFlash.pageBytes + smallFlash.spareBytes)];
}
