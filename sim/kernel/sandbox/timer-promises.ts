/** Timers that answer promises or signals: node:timers/promises, scheduler, AbortSignal.timeout. */
import timersPromises from 'node:timers/promises';
import { during, type VirtualRow } from './entry.ts';
import { sandbox, type SandboxHost } from './host.ts';
import { microsOf } from './timers.ts';

interface Options {
  readonly signal?: AbortSignal;
}

function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

function cancel(host: SandboxHost, id: number): void {
  if (sandbox.host === host) host.clearTimer(id);
}

function after<T>(host: SandboxHost, micros: number, value: T, options: Options | undefined): Promise<T> {
  const signal = options?.signal;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel(host, id);
      reject(abortError(signal!));
    };
    const fire = (): void => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    };
    const id = host.setTimer(micros, fire, false);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** As in Node the timer starts with the first `next()`, and ticks that nobody took wait to be taken. */
async function* every<T>(
  host: SandboxHost,
  micros: number,
  value: T,
  options: Options | undefined,
): AsyncGenerator<T, void> {
  const signal = options?.signal;
  let ticks = 0;
  let wake: () => void = () => {};
  const id = host.setTimer(micros, () => (ticks++, wake()), true);
  const abort = (): void => wake();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for (;;) {
      for (; ticks > 0; ticks--) yield value;
      if (signal?.aborted) throw abortError(signal);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    cancel(host, id);
    signal?.removeEventListener('abort', abort);
  }
}

function timeoutSignal(host: SandboxHost, [delay]: [unknown]): AbortSignal {
  const controller = new AbortController();
  const expired = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  host.setTimer(microsOf(delay), () => controller.abort(expired), false);
  return controller.signal;
}

type Wait = [delay: unknown, options?: Options];
type Timed = [delay: unknown, value: unknown, options?: Options];

const wait = during((host, [delay, options]: Wait) => after(host, microsOf(delay), undefined, options));
const pass = during((host) => after(host, 0, undefined, undefined));

const scheduler = Object.getPrototypeOf(timersPromises.scheduler) as object;
/** Some runtimes have a global one. */
const globalScheduler = (globalThis as { readonly scheduler?: object }).scheduler;

export const timerPromiseRows: readonly VirtualRow[] = [
  {
    name: 'timers/promises.setTimeout',
    owner: timersPromises,
    key: 'setTimeout',
    replace: during((host, [delay, value, options]: Timed) => after(host, microsOf(delay), value, options)),
  },
  {
    name: 'timers/promises.setImmediate',
    owner: timersPromises,
    key: 'setImmediate',
    replace: during((host, [value, options]: [unknown, Options?]) => after(host, 0, value, options)),
  },
  {
    name: 'timers/promises.setInterval',
    owner: timersPromises,
    key: 'setInterval',
    replace: during((host, [delay, value, options]: Timed) => every(host, microsOf(delay), value, options)),
  },
  { name: 'timers/promises.scheduler.wait', owner: scheduler, key: 'wait', replace: wait },
  { name: 'timers/promises.scheduler.yield', owner: scheduler, key: 'yield', replace: pass },
  { name: 'scheduler.wait', owner: globalScheduler, key: 'wait', replace: wait },
  { name: 'scheduler.yield', owner: globalScheduler, key: 'yield', replace: pass },
  { name: 'AbortSignal.timeout', owner: AbortSignal, key: 'timeout', replace: during(timeoutSignal) },
];
