import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { installSandbox, sandboxEntries } from '../../../sim/kernel/sandbox/install.ts';
import { FakeHost, inRun } from './sandbox-host.ts';
import { named, uses } from './sandbox-uses.ts';

installSandbox();

const entries = sandboxEntries.filter((entry) => entry.kind === 'virtual');
const names = entries.map((entry) => entry.name);

/** The value, and the timers that the host was asked for; 100 ms of virtual time pass, no real ones. */
async function observe(seed: number, use: () => unknown): Promise<unknown> {
  const host = new FakeHost(seed);
  const value = inRun(host, () => {
    const result = use();
    host.advance(100_000);
    return result;
  });
  return [await value, host.armed];
}

test('every virtual entry of this Node is used below, and every use that this Node has is an entry', () => {
  expect(names.filter((name) => uses[name] === undefined)).toEqual([]);
  const optional = /^(Temporal\.Now\.|crypto\.(randomUUIDv7|prng|rng|pseudo)|process\.(threadCpu|available))/;
  expect(Object.keys(uses).filter((name) => !names.includes(name) && !optional.test(name))).toEqual([]);
});

for (const name of names) {
  const use = uses[name]!;
  const kept = use.keep() as (...args: unknown[]) => unknown;
  for (const [form, run] of Object.entries({ plain: use.plain, captured: () => use.kept(kept) })) {
    test(`${name} in ${form} form comes from the seed`, async () => {
      const [first, second, other] = [await observe(1, run), await observe(1, run), await observe(2, run)];
      expect(second).toEqual(first);
      if (use.seeded) expect(other).not.toEqual(first);
      else expect(other).toEqual(first);
    });
  }
}

test('the usage of memory is not that of this process', () => {
  const real = process.memoryUsage().rss;
  expect(inRun(new FakeHost(1), () => process.memoryUsage().rss)).not.toBe(real);
});

test('a timer of a run fires at its virtual time, with its arguments, and not in real time', () => {
  const host = new FakeHost(1);
  const fired: unknown[] = [];
  inRun(host, () => {
    setTimeout((...args) => fired.push(performance.now(), args), 7.9, 'a', 'b');
    host.advance(6_999);
    expect(fired).toEqual([]);
    host.advance(1);
    expect(fired).toEqual([1111.111 + 7, ['a', 'b']]);
  });
});

test('delays follow the rule of Node: at least 1 ms, whole milliseconds', () => {
  const host = new FakeHost(1);
  inRun(host, () => {
    for (const delay of [0, -5, Number.NaN, 2 ** 31, 1.5, '20', undefined]) setTimeout(() => {}, delay as number);
  });
  expect(host.armed.map(([delayMicros]) => delayMicros)).toEqual([1000, 1000, 1000, 1000, 1000, 20_000, 1000]);
});

test('an interval fires until it is cleared, by its object or by its number', () => {
  const host = new FakeHost(1);
  let ticks = 0;
  inRun(host, () => {
    const byObject = setInterval(() => ticks++, 10);
    const byNumber = Number(setInterval(() => ticks++, 10));
    host.advance(35_000);
    expect(ticks).toBe(6);
    clearInterval(byObject);
    clearTimeout(byNumber);
    host.advance(50_000);
  });
  expect(ticks).toBe(6);
  expect(host.pendingCount).toBe(0);
});

test('refresh starts a timer anew, also after it fired, but not after it was cleared', () => {
  const host = new FakeHost(1);
  let fired = 0;
  inRun(host, () => {
    const timer = setTimeout(() => fired++, 10);
    host.advance(9_000);
    timer.refresh();
    host.advance(9_000);
    expect(fired).toBe(0);
    host.advance(1_000);
    timer.refresh();
    host.advance(10_000);
    expect(fired).toBe(2);
    clearTimeout(timer);
    timer.refresh();
    host.advance(10_000);
    expect(fired).toBe(2);
    expect([timer.hasRef(), timer.unref().hasRef(), timer.ref().hasRef()]).toEqual([true, false, true]);
  });
});

test('a timer kept from an earlier run reaches neither that run nor a later one', () => {
  const earlier = new FakeHost(1);
  const kept = inRun(earlier, () => setTimeout(() => {}, 10));
  const later = new FakeHost(2);
  inRun(later, () => {
    setTimeout(() => {}, 10);
    kept.refresh();
    clearTimeout(kept);
  });
  expect(later.pendingCount).toBe(1);
  expect([earlier.armed.length, earlier.pendingCount]).toEqual([1, 1]);
});

test('a real timer made before the run can be cleared in it', async () => {
  const real = setTimeout(() => expect.unreachable('the real timer fired'), 1);
  inRun(new FakeHost(1), () => clearTimeout(real));
  await new Promise((resolve) => void setTimeout(resolve, 5));
  expect((real as unknown as { _destroyed: boolean })._destroyed).toBe(true);
});

test('a timer without a function throws what Node throws', () => {
  const noFunction = 5 as unknown as () => void;
  const outside = () => setTimeout(noFunction, 1);
  expect(outside).toThrow(/callback/);
  expect(() => inRun(new FakeHost(1), outside)).toThrow(/callback/);
});

test('promisified timers are virtual', async () => {
  const host = new FakeHost(1);
  const sleeping = inRun(host, () => {
    const result = promisify(setTimeout)(1e6, 'slept');
    host.advance(1e9);
    return result;
  });
  expect(await sleeping).toBe('slept');
});

test('an aborted signal ends a sleep and clears its timer', async () => {
  const { setTimeout: sleep } = await import('node:timers/promises');
  const host = new FakeHost(1);
  const controller = new AbortController();
  const sleeping = inRun(host, () => {
    const result = sleep(10, undefined, { signal: controller.signal });
    controller.abort('enough');
    return result;
  });
  await expect(sleeping).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
  expect(host.pendingCount).toBe(0);
});

test('ticks that nobody took wait to be taken, and an aborted signal ends the ticks', async () => {
  const { setInterval: every } = await import('node:timers/promises');
  const host = new FakeHost(1);
  const controller = new AbortController();
  const ticks = inRun(host, () => {
    const iterator = every(10, 'tick', { signal: controller.signal })[Symbol.asyncIterator]();
    const first = iterator.next();
    host.advance(25_000);
    return [first, iterator.next(), iterator.next()];
  });
  expect(await ticks[0]).toEqual({ value: 'tick', done: false });
  expect(await ticks[1]).toEqual({ value: 'tick', done: false });
  controller.abort();
  await expect(ticks[2]).rejects.toMatchObject({ name: 'AbortError' });
});

test('named imports of builtin modules are virtual', () => {
  const host = new FakeHost(3);
  const value = inRun(host, named.randomUUID);
  expect(value).toBe(inRun(new FakeHost(3), named.randomUUID));
  expect(value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  inRun(host, () => named.setTimeout(() => {}));
  expect(host.armed).toEqual([[5000, false]]);
});

test('Date: subclasses, instanceof, arguments and statics work in a run', () => {
  class Stamp extends Date {
    readonly extra = 'x';
  }
  const before = new Date(5);
  inRun(new FakeHost(0), () => {
    const stamp = new Stamp();
    expect([stamp.getTime(), stamp.extra, stamp instanceof Stamp, stamp instanceof Date]).toEqual([
      1e12,
      'x',
      true,
      true,
    ]);
    expect([before instanceof Date, before.constructor === Date]).toEqual([true, true]);
    expect([new Date(7).getTime(), new Date(2020, 1, 2).getMonth()]).toEqual([7, 1]);
    expect([Date.parse('1970-01-01T00:00:01Z'), Date.UTC(1970, 0, 2)]).toEqual([1000, 86_400_000]);
    expect(Date()).toBe(new Date(1e12).toString());
  });
});

test('marks and measures live in the run alone', () => {
  const host = new FakeHost(0);
  inRun(host, () => {
    performance.mark('start');
    host.advance(3_000);
    expect(performance.measure('m', 'start').duration).toBe(3);
    expect(performance.measure('m', { start: 1, end: 2 }).duration).toBe(1);
    expect(performance.measure('m', { start: 1, duration: 5 }).duration).toBe(5);
    expect(() => performance.measure('m', 'never set')).toThrow('has not been set');
  });
  expect(performance.getEntriesByType('measure')).toEqual([]);
  expect(performance.getEntriesByName('start')).toEqual([]);
  expect(() => inRun(new FakeHost(0), () => performance.measure('m', 'start'))).toThrow('has not been set');
});

test('hrtime and cpuUsage subtract what they are given', () => {
  const host = new FakeHost(0);
  inRun(host, () => {
    host.advance(1_900_000);
    const [time, usage] = [process.hrtime(), process.cpuUsage()];
    host.advance(300_000);
    expect(process.hrtime(time)).toEqual([0, 300_000_000]);
    expect(process.cpuUsage(usage)).toEqual({ user: 300_000, system: 0 });
    expect(process.hrtime.bigint()).toBe(2_200_000_000n);
  });
});

test('random fills touch what they were asked to fill, whole elements', async () => {
  const { randomFillSync, randomInt } = await import('node:crypto');
  inRun(new FakeHost(1), () => {
    const words = randomFillSync(new Uint32Array(4), 1, 2);
    expect([words[0], words[3]]).toEqual([0, 0]);
    expect([words[1], words[2]]).not.toContain(0);
    const draws = Array.from({ length: 200 }, () => randomInt(3, 6));
    expect(new Set(draws)).toEqual(new Set([3, 4, 5]));
    expect(() => randomInt(6, 3)).toThrow(/max/);
    expect(() => crypto.getRandomValues(new Float64Array(1) as never)).toThrow(/TypedArray|integer/i);
    const fractions = Array.from({ length: 100 }, () => Math.random());
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThan(1);
  });
});

test('promises, microtasks and nextTick stay what they are', async () => {
  const host = new FakeHost(1);
  const order: string[] = [];
  inRun(host, () => {
    queueMicrotask(() => order.push('microtask'));
    process.nextTick(() => order.push('tick'));
    void Promise.resolve().then(() => order.push('promise'));
  });
  await new Promise((resolve) => void setImmediate(resolve));
  expect(order.toSorted()).toEqual(['microtask', 'promise', 'tick']);
  expect(host.armed).toEqual([]);
});
