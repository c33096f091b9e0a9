// What is tested here is exactly what the rule forbids: functions kept without their object.
/* oxlint-disable typescript/unbound-method */
import crypto, { randomBytes, randomFillSync, randomInt, randomUUID } from 'node:crypto';
import type { PerformanceEntry } from 'node:perf_hooks';
import timers, { setTimeout as namedSetTimeout } from 'node:timers';
import timersPromises, { setTimeout as namedSleep } from 'node:timers/promises';

type Kept = (...args: unknown[]) => unknown;

/** How code uses one entry of the sandbox: as it stands, and through a function that it kept from before the run. */
export interface Use {
  readonly plain: () => unknown;
  /** What code keeps. */
  readonly keep: () => unknown;
  /** What it does with that in the run. */
  readonly kept: (kept: Kept) => unknown;
  /** Whether another seed gives another value; timers are the same under every seed. */
  readonly seeded: boolean;
}

const seeded = (plain: () => unknown, keep: () => unknown, kept: (kept: Kept) => unknown = (f) => f()): Use => ({
  plain,
  keep,
  kept,
  seeded: true,
});

const seedless = (plain: () => unknown, keep: () => unknown, kept: (kept: Kept) => unknown = (f) => f()): Use => ({
  ...seeded(plain, keep, kept),
  seeded: false,
});

const getter = (owner: object, key: string): unknown => Object.getOwnPropertyDescriptor(owner, key)?.get;
const bytes = (): Uint8Array => new Uint8Array(8);
const formatter = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });
const event = new Event('made before the run');
const later = (schedule: (fire: Kept) => unknown): Promise<unknown> =>
  new Promise((resolve) => void schedule((...args) => resolve([...args, performance.now()])));
const firstTick = (ticks: AsyncIterator<unknown>): Promise<unknown> => ticks.next();

/** Arms and clears: what is left is the timer that was not cleared. */
function cleared(arm: () => unknown, clear: (timer: never) => unknown): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = arm();
    clear(timer as never);
    setTimeout(() => resolve('cleared'), 50);
  });
}

const fails = (): void => {
  throw new Error('a cleared timer fired');
};

type Timers = Record<string, (...args: never[]) => never>;
const globalTimers = globalThis as unknown as Timers;

function usesOfTimers(prefix: string, owner: Timers): Record<string, Use> {
  const call = (key: string, ...args: unknown[]): unknown => Reflect.apply(owner[key]!, undefined, args as never[]);
  const keep = (key: string) => (): unknown => owner[key];
  return {
    [`${prefix}setTimeout`]: seedless(
      () => later((fire) => call('setTimeout', fire, 5, 'a')).then((fired) => (fired as unknown[])[0]),
      keep('setTimeout'),
      (f) => later((fire) => f(fire, 5, 'a')).then((fired) => (fired as unknown[])[0]),
    ),
    [`${prefix}setInterval`]: seeded(
      () => later((fire) => call('setInterval', fire, 5)),
      keep('setInterval'),
      (f) => later((fire) => f(fire, 5)),
    ),
    [`${prefix}setImmediate`]: seeded(
      () => later((fire) => call('setImmediate', fire, 'b')),
      keep('setImmediate'),
      (f) => later((fire) => f(fire, 'b')),
    ),
    [`${prefix}clearTimeout`]: seedless(
      () =>
        cleared(
          () => setTimeout(fails, 5),
          (timer) => call('clearTimeout', timer),
        ),
      keep('clearTimeout'),
      (f) => cleared(() => setTimeout(fails, 5), f),
    ),
    [`${prefix}clearInterval`]: seedless(
      () =>
        cleared(
          () => setInterval(fails, 5),
          (timer) => call('clearInterval', timer),
        ),
      keep('clearInterval'),
      (f) => cleared(() => setInterval(fails, 5), f),
    ),
    [`${prefix}clearImmediate`]: seedless(
      () =>
        cleared(
          () => setImmediate(fails),
          (timer) => call('clearImmediate', timer),
        ),
      keep('clearImmediate'),
      (f) => cleared(() => setImmediate(fails), f),
    ),
  };
}

const answered = (start: (done: Kept) => unknown): Promise<unknown> =>
  new Promise((resolve) => void start((_error, value) => resolve(value)));

const deprecated = (key: string): Use => {
  const read = (): Kept => Reflect.get(crypto, key) as Kept;
  return seeded(
    () => String(read()(8)),
    read,
    (f) => String(f(8)),
  );
};

type V7 = { randomUUIDv7(): string };
type Usage = { threadCpuUsage(): unknown; availableMemory(): unknown };
const usage = process as unknown as Usage;

interface Now {
  instant(): unknown;
  zonedDateTimeISO(zone: string): unknown;
  plainDateTimeISO(zone: string): unknown;
  plainDateISO(zone: string): unknown;
  plainTimeISO(zone: string): unknown;
}

function temporal(key: keyof Now): Use {
  const now = (): Now => (globalThis as unknown as { Temporal: { Now: Now } }).Temporal.Now;
  return seeded(
    () => String(now()[key]('UTC')),
    () => now()[key],
    (f) => String(f('UTC')),
  );
}

/** One use per virtual entry, by its name. */
export const uses: Readonly<Record<string, Use>> = {
  'Date.now': seeded(
    () => Date.now(),
    () => Date.now,
  ),
  Date: seeded(
    () => [new Date().getTime(), Date()],
    () => Date,
    (f) => [Reflect.construct(f, []).getTime(), f()],
  ),
  'Intl.DateTimeFormat.format': seeded(
    () => formatter.format(),
    () => formatter.format,
  ),
  'Intl.DateTimeFormat.formatToParts': seeded(
    () => formatter.formatToParts(),
    () => formatter.formatToParts,
    (f) => f.call(formatter),
  ),
  'Temporal.Now.instant': temporal('instant'),
  'Temporal.Now.zonedDateTimeISO': temporal('zonedDateTimeISO'),
  'Temporal.Now.plainDateTimeISO': temporal('plainDateTimeISO'),
  'Temporal.Now.plainDateISO': temporal('plainDateISO'),
  'Temporal.Now.plainTimeISO': temporal('plainTimeISO'),
  'performance.now': seeded(
    () => performance.now(),
    () => performance.now,
    (f) => f.call(performance),
  ),
  'performance.timeOrigin': seeded(
    () => performance.timeOrigin + performance.now(),
    () => getter(Object.getPrototypeOf(performance) as object, 'timeOrigin'),
    (f) => (f.call(performance) as number) + performance.now(),
  ),
  'performance.mark': seeded(
    () => performance.mark('m').startTime,
    () => performance.mark,
    (f) => (f.call(performance, 'm') as PerformanceEntry).startTime,
  ),
  'performance.clearMarks': seeded(
    () => (performance.mark('m'), performance.clearMarks('m'), performance.measure('d').duration),
    () => performance.clearMarks,
    (f) => (performance.mark('m'), f.call(performance), performance.measure('d').duration),
  ),
  'performance.measure': seeded(
    () => performance.measure('d').duration,
    () => performance.measure,
    (f) => (f.call(performance, 'd') as PerformanceEntry).duration,
  ),
  'process.hrtime.bigint': seeded(
    () => process.hrtime.bigint(),
    () => process.hrtime.bigint,
  ),
  'process.hrtime': seeded(
    () => process.hrtime(),
    () => process.hrtime,
  ),
  'process.uptime': seeded(
    () => process.uptime(),
    () => process.uptime,
  ),
  'Event.timeStamp': seeded(
    () => event.timeStamp,
    () => getter(Event.prototype, 'timeStamp'),
    (f) => f.call(event),
  ),
  'process.cpuUsage': seeded(
    () => process.cpuUsage(),
    () => process.cpuUsage,
  ),
  'process.threadCpuUsage': seeded(
    () => usage.threadCpuUsage(),
    () => usage.threadCpuUsage,
  ),
  'process.memoryUsage.rss': seedless(
    () => process.memoryUsage.rss(),
    () => process.memoryUsage.rss,
  ),
  'process.memoryUsage': seedless(
    () => process.memoryUsage(),
    () => process.memoryUsage,
  ),
  'process.availableMemory': seedless(
    () => usage.availableMemory(),
    () => usage.availableMemory,
  ),
  'Math.random': seeded(
    () => Math.random(),
    () => Math.random,
  ),
  'webcrypto.getRandomValues': seeded(
    () => [globalThis.crypto.getRandomValues(bytes()), crypto.getRandomValues(bytes())],
    () => crypto.webcrypto.getRandomValues.bind(crypto.webcrypto),
    (f) => f(bytes()),
  ),
  'webcrypto.randomUUID': seeded(
    () => globalThis.crypto.randomUUID(),
    () => globalThis.crypto.randomUUID.bind(globalThis.crypto),
  ),
  'crypto.randomBytes': seeded(
    () => answered((done) => crypto.randomBytes(8, done)),
    () => randomBytes,
    (f) => f(8),
  ),
  'crypto.pseudoRandomBytes': deprecated('pseudoRandomBytes'),
  'crypto.prng': deprecated('prng'),
  'crypto.rng': deprecated('rng'),
  'crypto.randomFillSync': seeded(
    () => crypto.randomFillSync(bytes(), 3, 4),
    () => randomFillSync,
    (f) => f(new Float64Array(3), 1, 1),
  ),
  'crypto.randomFill': seeded(
    () => answered((done) => crypto.randomFill(bytes(), done)),
    () => crypto.randomFill,
    (f) => answered((done) => f(bytes(), 1, done)),
  ),
  'crypto.randomInt': seeded(
    () => answered((done) => crypto.randomInt(5, 2 ** 40, done)),
    () => randomInt,
    (f) => f(2 ** 40),
  ),
  'crypto.randomUUID': seeded(
    () => crypto.randomUUID(),
    () => randomUUID,
  ),
  'crypto.randomUUIDv7': seeded(
    () => (crypto as unknown as V7).randomUUIDv7(),
    () => (crypto as unknown as V7).randomUUIDv7,
  ),
  ...usesOfTimers('', globalTimers),
  ...usesOfTimers('timers.', timers as unknown as Timers),
  'timers/promises.setTimeout': seedless(
    () => timersPromises.setTimeout(5, 'a'),
    () => namedSleep,
    (f) => f(5, 'a'),
  ),
  'timers/promises.setImmediate': seedless(
    () => timersPromises.setImmediate('a'),
    () => timersPromises.setImmediate,
    (f) => f('a'),
  ),
  'timers/promises.setInterval': seedless(
    () => firstTick(timersPromises.setInterval(5, 'a')[Symbol.asyncIterator]()),
    () => timersPromises.setInterval,
    (f) => firstTick(f(5, 'a') as AsyncIterator<unknown>),
  ),
  'timers/promises.scheduler.wait': seedless(
    () => timersPromises.scheduler.wait(5),
    () => timersPromises.scheduler.wait,
    (f) => f.call(timersPromises.scheduler, 5),
  ),
  'timers/promises.scheduler.yield': seedless(
    () => timersPromises.scheduler.yield(),
    () => timersPromises.scheduler.yield,
    (f) => f.call(timersPromises.scheduler),
  ),
  'AbortSignal.timeout': seeded(
    () => later((fire) => AbortSignal.timeout(5).addEventListener('abort', () => fire('aborted'))),
    () => AbortSignal.timeout.bind(AbortSignal),
    (f) => later((fire) => (f(5) as AbortSignal).addEventListener('abort', () => fire('aborted'))),
  ),
};

/** Live bindings of named imports, read at each call. */
export const named = {
  randomUUID: (): string => randomUUID(),
  setTimeout: (fire: () => void): unknown => namedSetTimeout(fire, 5),
};
