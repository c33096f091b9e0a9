/**
 * Timers of the global object and of node:timers, as events of the run. A timer made before the run is a real one; clearing
 * it in a run goes to the original.
 */
import timers from 'node:timers';
import { call, during, type Callable, type Virtual, type VirtualRow } from './entry.ts';
import { sandbox, type SandboxHost } from './host.ts';

const delayMillisMax = 2 ** 31 - 1;

/** Node's rule: whole milliseconds, and 1 for anything below 1, too long or not a number. */
export function microsOf(delay: unknown): number {
  const millis = Number(delay);
  return millis >= 1 && millis <= delayMillisMax ? Math.trunc(millis) * 1000 : 1000;
}

/** What a run's code gets for a timer: the methods of Node's Timeout and Immediate. */
class SandboxTimer {
  readonly #host: SandboxHost;
  readonly #delayMicros: number;
  readonly #repeat: boolean;
  readonly #fire: () => void;
  #id: number;
  #open = true;
  #referenced = true;

  constructor(host: SandboxHost, delayMicros: number, repeat: boolean, callback: Callable, args: unknown[]) {
    this.#host = host;
    this.#delayMicros = delayMicros;
    this.#repeat = repeat;
    this.#fire = () => void call(callback, this, args);
    this.#id = this.#start();
  }

  #start(): number {
    return this.#host.setTimer(this.#delayMicros, this.#fire, this.#repeat);
  }

  /** Starts anew, also after it fired, but not after it was cleared. */
  refresh(): this {
    if (!this.#open || sandbox.host !== this.#host) return this;
    this.#host.clearTimer(this.#id);
    this.#id = this.#start();
    return this;
  }

  close(): this {
    this.#open = false;
    // Code may keep the timer of an earlier run, whose host wants no calls any more.
    if (sandbox.host === this.#host) this.#host.clearTimer(this.#id);
    return this;
  }

  /** References keep a process alive; a run ends by other rules, so they are only remembered. */
  ref(): this {
    this.#referenced = true;
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function arm(repeat: boolean): Virtual<readonly unknown[]> {
  return (host, args, original, self) => {
    const [callback, delay, ...rest] = args;
    // The original throws what it always throws.
    if (typeof callback !== 'function') return call(original, self, args);
    return new SandboxTimer(host, microsOf(delay), repeat, callback as Callable, rest);
  };
}

const armImmediate: Virtual<readonly unknown[]> = (host, args, original, self) => {
  const [callback, ...rest] = args;
  if (typeof callback !== 'function') return call(original, self, args);
  return new SandboxTimer(host, 0, false, callback as Callable, rest);
};

const clear: Virtual<readonly unknown[]> = (host, args, original, self) => {
  const [timer] = args;
  if (timer instanceof SandboxTimer) timer.close();
  else if (typeof timer === 'number' || typeof timer === 'string') host.clearTimer(Number(timer));
  else call(original, self, args);
};

const virtual: Readonly<Record<string, Virtual<readonly unknown[]>>> = {
  setTimeout: arm(false),
  setInterval: arm(true),
  setImmediate: armImmediate,
  clearTimeout: clear,
  clearInterval: clear,
  clearImmediate: clear,
};

export const timerRows: readonly VirtualRow[] = Object.entries(virtual).flatMap(([key, answer]) => [
  { name: key, owner: globalThis, key, replace: during(answer) },
  { name: `timers.${key}`, owner: timers, key, replace: during(answer) },
]);
