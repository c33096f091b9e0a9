/**
 * Runs a kernel inside a test: builds it, lets `prepare` schedule what the test is about, and runs it to its end in a
 * macrotask, since nothing drains while a test body, itself a promise job, is on the stack.
 */
import { chooseDrain } from '../../sim/kernel/drain.ts';
import { Kernel, type KernelEnd, type KernelOptions } from '../../sim/kernel/kernel.ts';

export interface KernelRun {
  readonly kernel: Kernel;
  readonly end: KernelEnd;
}

export function runKernel(options: Partial<KernelOptions>, prepare: (kernel: Kernel) => void): Promise<KernelRun> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        const kernel = new Kernel({
          seed: 1,
          drain: chooseDrain(),
          observers: [],
          eventsMax: 1_000_000,
          paranoid: true,
          ...options,
        });
        prepare(kernel);
        kernel.run((end) => resolve({ kernel, end }));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}
