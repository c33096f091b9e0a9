/**
 * Callbacks of `process.nextTick` as the drains see them. Node's own queue of them cannot be run without its tick callback,
 * and with it, an exception in a callback would unwind through the run loop and leave Node's stack of asynchronous
 * contexts corrupt. So from the first drain on, a thread keeps the callbacks in a queue of its own, and asks Node to empty
 * that one: they run when a drain says so, and outside a run as always. What captured `nextTick` before that goes on
 * using Node's queue.
 */
import { syncBuiltinESMExports } from 'node:module';
import { perThread } from './sandbox/per-thread.ts';

export interface Ticks {
  /** Callbacks waiting. */
  readonly pending: number;
  /** Callbacks that have run so far. */
  readonly ran: number;
  runAll(): void;
  /** Node's own: the callback is not counted. */
  nextTick(callback: () => void): void;
}

type TickCallback = (...args: unknown[]) => void;

class TickQueue implements Ticks {
  ran = 0;
  readonly #nextTick = process.nextTick;
  readonly #queueJob = queueMicrotask;
  readonly #waiting: (() => void)[] = [];

  constructor() {
    const ours = (callback: TickCallback, ...args: unknown[]): void => {
      if (typeof callback !== 'function') throw new TypeError('process.nextTick takes a function');
      this.#waiting.push(() => callback(...args));
      this.nextTick(() => this.runAll());
    };
    // Test runners put back the function that they once saved, at any moment; that means ours. A fake one is theirs.
    let current: typeof process.nextTick = ours;
    Object.defineProperty(process, 'nextTick', {
      configurable: true,
      enumerable: true,
      get: () => current,
      set: (value: typeof process.nextTick) => {
        current = value === this.#nextTick ? ours : value;
      },
    });
    syncBuiltinESMExports();
  }

  get pending(): number {
    return this.#waiting.length;
  }

  runAll(): void {
    for (let callback = this.#waiting.shift(); callback !== undefined; callback = this.#waiting.shift()) {
      this.ran += 1;
      try {
        callback();
      } catch (error) {
        // From a promise job it reaches the process as an uncaught exception, and nothing else on its way.
        this.#queueJob(() => {
          throw error;
        });
      }
    }
  }

  nextTick(callback: () => void): void {
    this.#nextTick.call(process, callback);
  }
}

/** The queue of this thread; the first call replaces `process.nextTick`. */
export function watchTicks(): Ticks {
  return perThread('ticks', () => new TickQueue());
}
