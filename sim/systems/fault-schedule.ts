/**
 * When faults strike and when they end. In the first phase of a run they do as they are planned; then all of them stop at once, so
 * that what the cluster still owes can be asked of it: what is in force ends, and what has not struck yet never does.
 *
 * What may go wrong is a fault that goes round this schedule: it would strike a cluster that is said to be well.
 */
import type { Kernel, KernelEvent } from '../kernel/kernel.ts';

export class FaultSchedule {
  readonly #kernel: Kernel;
  readonly #strikes = new Set<KernelEvent>();
  /** What ends each fault in force, by the event that would. */
  readonly #ends = new Map<KernelEvent, () => void>();
  #stopped = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Calls `strike` in `delayMicros`, unless faults have stopped by then. */
  strikeAfter(delayMicros: number, strike: () => void): void {
    const event = this.#kernel.schedule(delayMicros, 'fault', null, () => {
      this.#strikes.delete(event);
      strike();
    });
    this.#strikes.add(event);
  }

  /** Calls `end`, which ends a fault in force, in `delayMicros`, or as soon as faults stop. */
  endAfter(delayMicros: number, end: () => void): void {
    const event = this.#kernel.schedule(delayMicros, 'fault', null, () => {
      this.#ends.delete(event);
      end();
    });
    this.#ends.set(event, end);
  }

  /** `strike`, for faults that wait for something other than a time: it does nothing once faults have stopped. */
  unlessStopped(strike: () => void): () => void {
    return () => {
      if (!this.#stopped) strike();
    };
  }

  /** Faults stop, now. */
  stop(): void {
    this.#stopped = true;
    for (const event of this.#strikes) this.#kernel.cancel(event);
    this.#strikes.clear();
    for (const [event, end] of this.#ends) {
      this.#kernel.cancel(event);
      end();
    }
    this.#ends.clear();
  }
}
