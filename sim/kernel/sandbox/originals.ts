import { perThread } from './per-thread.ts';

/**
 * The real functions that the simulator itself needs, captured when this module is first loaded on a thread: before the
 * sandbox is installed, and before a test replaces timers by fake ones, under which a run would never start.
 */
export interface Originals {
  readonly setImmediate: typeof setImmediate;
  /** Milliseconds of the real monotonic clock, as `performance.now()`. */
  readonly performanceNow: () => number;
}

export const originals: Originals = perThread('originals', () => ({
  setImmediate: globalThis.setImmediate,
  performanceNow: globalThis.performance.now.bind(globalThis.performance),
}));
