/**
 * The contract between the sandbox and the kernel. Permanent trampolines (install.ts) forward to the host that is current
 * on this thread, or to the originals when there is none.
 *
 * What may go wrong: code between `enterSandbox` and `leaveSandbox` that is not part of the run is virtualised too. The
 * kernel therefore enters and leaves within one macrotask. The host's own functions must not use what they virtualise.
 */
import { perThread } from './per-thread.ts';
import { displaceForeign, restoreForeign, type Displaced, type Slot } from './slot.ts';

/** Implemented by the running kernel. Timers and refusals belong to the node whose code is running at the call. */
export interface SandboxHost {
  /** The local wall clock of the node whose code is running: milliseconds since the epoch, possibly fractional. */
  nowMillis(): number;
  /** Virtual microseconds since the run started; never goes back. */
  monotonicMicros(): number;
  /** A uniform integer in 0..2^32-1 from the run's seed. */
  random(): number;
  /** Calls `fire` after `delayMicros`, again and again with `repeat`; answers an id above 0 for `clearTimer`. */
  setTimer(delayMicros: number, fire: () => void, repeat: boolean): number;
  /** Does nothing for a timer that fired or was cleared. */
  clearTimer(id: number): void;
  /** Throws, and records the violation where protocol code cannot swallow it. `instead` says what to use. */
  refuse(api: string, instead: string): never;
}

interface Sandbox {
  host: SandboxHost | null;
  /** Null until `installSandbox`. */
  slots: readonly Slot[] | null;
  displaced: readonly Displaced[];
}

/** Read by every trampoline at every call. */
export const sandbox: Sandbox = perThread('current', () => ({ host: null, slots: null, displaced: [] }));

/**
 * Makes `host` the current one of this thread.
 * @throws Error when the sandbox is not installed, or when another run is active: two runs on a thread would share a clock.
 */
export function enterSandbox(host: SandboxHost): void {
  if (sandbox.slots === null) throw new Error('enterSandbox before installSandbox: globals would leak into the run');
  if (sandbox.host !== null) throw new Error('enterSandbox while another run is active on this thread');
  sandbox.displaced = displaceForeign(sandbox.slots);
  sandbox.host = host;
}

/** Gives the thread back to the originals. Does nothing outside a run, so that it fits in a `finally`. */
export function leaveSandbox(): void {
  sandbox.host = null;
  restoreForeign(sandbox.displaced);
  sandbox.displaced = [];
}
