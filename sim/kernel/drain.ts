/**
 * Draining: after an event, every promise job it caused must have run before the next event is popped, or two runs of one
 * seed would interleave differently. JavaScript offers no public call for that. Three ways, best first:
 *
 * 1. `tick`: Node's own tick callback, which runs all promise jobs and `nextTick` callbacks synchronously and reports
 *    unhandled rejections. It has been there since Node 11 but is undocumented, hence the self-test.
 * 2. `intrinsic`: V8's microtask checkpoint through a native-syntax function. The flag must be set before the function
 *    is compiled, other threads may reset it meanwhile, and V8 forgets flushed bytecode: hence the retry and
 *    `--no-flush-bytecode`.
 * 3. `barrier`: no synchronous drain at all; the run loop yields between events, and continues in a `nextTick` that is
 *    queued by a promise job, behind all other promise jobs.
 *
 * With the second and third, unhandled rejections are reported only when the macrotask of the run has ended. None of the
 * three drains at once while the caller is itself inside a promise job, which is why `execute` starts in a macrotask.
 */
import { setFlagsFromString } from 'node:v8';
import { watchTicks } from './drain-ticks.ts';

export interface Drain {
  readonly name: 'tick' | 'intrinsic' | 'barrier';
  /** Runs every pending promise job; absent for the barrier. */
  readonly now?: () => void;
  /** Calls `next` when every pending promise job has run. */
  readonly then: (next: () => void) => void;
}

const queueJob = queueMicrotask;
const tickCallback = (process as unknown as { _tickCallback?: () => void })._tickCallback;

function tickDrain(): Drain | undefined {
  if (typeof tickCallback !== 'function') return undefined;
  watchTicks();
  const now = (): void => tickCallback.call(process);
  return { name: 'tick', now, then: runThen(now) };
}

function intrinsicDrain(): Drain | undefined {
  setFlagsFromString('--no-flush-bytecode');
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      setFlagsFromString('--allow-natives-syntax');
      // The text is a constant, and no other way of reaching the intrinsic exists.
      // oxlint-disable-next-line no-implied-eval
      const checkpoint = new Function('%PerformMicrotaskCheckpoint()') as () => void;
      checkpoint();
      const ticks = watchTicks();
      // As Node does it: callbacks of nextTick first, then promise jobs, until there is neither.
      const now = (): void => {
        do {
          ticks.runAll();
          checkpoint();
        } while (ticks.pending > 0);
      };
      return { name: 'intrinsic', now, then: runThen(now) };
    } catch {
      // Another thread reset the flag between the two lines: try again.
    } finally {
      setFlagsFromString('--no-allow-natives-syntax');
    }
  }
  return undefined;
}

function barrierDrain(): Drain {
  const ticks = watchTicks();
  return {
    name: 'barrier',
    then: (next) => {
      let seen = ticks.ran;
      // Node runs callbacks of nextTick back to back and promise jobs after them: what a callback caused is drained only if
      // none has run since the last look.
      const look = (): void => {
        if (ticks.pending === 0 && ticks.ran === seen) {
          next();
          return;
        }
        seen = ticks.ran;
        queueJob(again);
      };
      const again = (): void => ticks.nextTick(look);
      queueJob(again);
    },
  };
}

function runThen(now: () => void): (next: () => void) => void {
  return (next) => {
    now();
    next();
  };
}

/** Proves that `drain` runs a chain of promise jobs, deeper than any look-ahead, before it returns. */
export function drains(drain: Drain): boolean {
  if (drain.now === undefined) return true;
  let depth = 0;
  const chain = async (): Promise<void> => {
    for (let i = 0; i < 100; i += 1) {
      await undefined;
      depth += 1;
    }
  };
  void chain();
  drain.now();
  return depth === 100;
}

/** All drains that exist here, best first. The barrier always does. */
export function availableDrains(): readonly Drain[] {
  return [tickDrain(), intrinsicDrain(), barrierDrain()].filter((drain) => drain !== undefined);
}

/** The best drain that passes its self-test on this thread. Call it from a macrotask. */
export function chooseDrain(): Drain {
  const tick = tickDrain();
  if (tick !== undefined && drains(tick)) return tick;
  const intrinsic = intrinsicDrain();
  if (intrinsic !== undefined && drains(intrinsic)) return intrinsic;
  return barrierDrain();
}
