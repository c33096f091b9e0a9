// Identities and shapes of functions are compared here; none is called without its object.
/* oxlint-disable typescript/unbound-method */
import crypto from 'node:crypto';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { enterSandbox, leaveSandbox } from '../../../sim/kernel/sandbox/host.ts';
import { originals } from '../../../sim/kernel/sandbox/originals.ts';
import { installSandbox, sandboxEntries } from '../../../sim/kernel/sandbox/install.ts';
import { FakeHost, inRun } from './sandbox-host.ts';

interface Shape {
  readonly name: string;
  readonly function: string;
  readonly length: number;
  readonly keys: PropertyKey[];
  /** Of a class: its base. */
  readonly base: string;
}

/** How each entry looks to code that inspects it. */
function shapes(): Shape[] {
  return sandboxEntries.map(({ name, owner, key, part }) => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, key)!;
    const value = (part === 'getter' ? descriptor.get : Reflect.get(owner, key)) as (() => unknown) & object;
    return {
      name,
      function: value.name,
      length: value.length,
      keys: Reflect.ownKeys(value).filter(isNoPrototype),
      base: (Object.getPrototypeOf(value) as { readonly name: string }).name,
    };
  });
}

/** An ordinary function cannot be without a prototype. */
const isNoPrototype = (key: PropertyKey): boolean => key !== 'prototype' && key !== 'arguments' && key !== 'caller';

const realDate = Date;
const dateMadeBefore = new Date(1);
const shapesBefore = shapes();
const refusalBefore = ((): string => {
  try {
    enterSandbox(new FakeHost(1));
    return 'entered';
  } catch (error) {
    return String(error);
  }
})();

installSandbox();
const installedDate = Date;
installSandbox();

afterEach(() => void vi.useRealTimers());

test('before the installation a run was refused', () => {
  expect(refusalBefore).toMatch(/before installSandbox/);
});

test('installing twice is installing once', () => {
  expect(Date).toBe(installedDate);
  expect(Date).not.toBe(realDate);
});

test('a second copy of the module changes nothing and shares the run', async () => {
  vi.resetModules();
  const copy = await import('../../../sim/kernel/sandbox/install.ts');
  const host = await import('../../../sim/kernel/sandbox/host.ts');
  expect(copy.installSandbox).not.toBe(installSandbox);
  copy.installSandbox();
  expect(Date).toBe(installedDate);
  host.enterSandbox(new FakeHost(0));
  const now = Date.now();
  leaveSandbox();
  expect(now).toBe(1e12);
});

test('every entry keeps its name, its length and its own properties', () => {
  expect(shapes()).toEqual(shapesBefore);
});

test('two runs on one thread are refused, and leaving twice is harmless', () => {
  inRun(new FakeHost(1), () => expect(() => enterSandbox(new FakeHost(2))).toThrow('another run is active'));
  leaveSandbox();
  expect(Math.abs(Date.now() - new realDate().getTime())).toBeLessThan(60_000);
});

test('outside a run time and entropy are real', async () => {
  const started = originals.performanceNow();
  await new Promise((resolve) => void setTimeout(resolve, 2));
  await promisify(setTimeout)(1);
  await timersPromises.setTimeout(1);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(originals.performanceNow() - started).toBeGreaterThan(2);
  expect(performance.now()).toBeGreaterThan(started);
  expect(Date.now()).toBeGreaterThan(1_700_000_000_000);
  expect(performance.timeOrigin).toBeGreaterThan(1_700_000_000_000);
  expect(process.hrtime.bigint()).toBeLessThan(process.hrtime.bigint());
  expect(Math.random()).not.toBe(Math.random());
  expect(crypto.randomUUID()).not.toBe(globalThis.crypto.randomUUID());
  expect(new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(0)).toBe('1/1/1970');
  expect(setTimeout(() => {}, 0).constructor.name).toBe('Timeout');
});

test('outside a run what is refused in one works', async () => {
  expect(fs.readFileSync(new URL(import.meta.url), 'utf8')).toContain('installSandbox');
  expect(await fs.promises.readFile(new URL(import.meta.url), 'utf8')).toContain('installSandbox');
  expect(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(1)))).toHaveLength(32);
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => void server.once('listening', resolve));
  expect([server instanceof net.Server, server instanceof EventEmitter]).toEqual([true, true]);
  expect(server.constructor).toBe(net.Server);
  await new Promise((resolve) => void server.close(resolve));
});

test('Date is one class: before, after, subclassed, called', () => {
  class Stamp extends Date {}
  expect([dateMadeBefore instanceof Date, new Date() instanceof realDate]).toEqual([true, true]);
  expect(new Stamp(3)).toBeInstanceOf(Date);
  expect(new Stamp(3).getTime()).toBe(3);
  expect(dateMadeBefore.constructor).toBe(Date);
  expect(Date()).toBe(new Date().toString());
  expect(structuredClone(new Date(4))).toEqual(new Date(4));
});

test('identities between modules stay', () => {
  expect(timers.setTimeout).toBe(setTimeout);
  expect(promisify(setTimeout)).toBe(timersPromises.setTimeout);
  expect(crypto.webcrypto.getRandomValues).toBe(globalThis.crypto.getRandomValues);
});

test('fake timers work on top, and on top of a run that interrupts them', () => {
  vi.useFakeTimers({ now: 5_000 });
  let fired = 0;
  setTimeout(() => fired++, 1_000);
  const faked = [setTimeout, Date, performance, Intl, timers.setTimeout];
  const host = new FakeHost(0);
  inRun(host, () => {
    const seen: number[] = [];
    setTimeout(() => seen.push(Date.now(), new Date().getTime(), performance.now()), 7);
    timers.setTimeout(() => seen.push(Math.floor(process.uptime() * 1000)), 7);
    host.advance(7_000);
    expect(seen).toEqual([1e12 + 7, 1e12 + 7, 7, 7]);
    expect(new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format()).toBe('9/9/2001');
    expect(process.hrtime()).toEqual([0, 7_000_000]);
  });
  const after = [setTimeout, Date, performance, Intl, timers.setTimeout];
  expect(after.map((value, index) => value === faked[index])).toEqual([true, true, true, true, true]);
  expect(Date.now()).toBe(5_000);
  vi.advanceTimersByTime(1_000);
  expect([fired, Date.now()]).toEqual([1, 6_000]);
});

test('after fake timers were used and removed the trampolines are back', () => {
  const before = [setTimeout, Date, process.hrtime, globalThis.performance, setImmediate];
  vi.useFakeTimers();
  vi.useRealTimers();
  const after = [setTimeout, Date, process.hrtime, globalThis.performance, setImmediate];
  expect(after.map((value, index) => value === before[index])).toEqual([true, true, true, true, true]);
  expect(inRun(new FakeHost(0), () => Date.now())).toBe(1e12);
});

test('a property that somebody deleted is there in a run, and deleted again after it', () => {
  const descriptor = Object.getOwnPropertyDescriptor(Math, 'random')!;
  Reflect.deleteProperty(Math, 'random');
  try {
    expect(inRun(new FakeHost(1), () => typeof Math.random)).toBe('function');
    expect('random' in Math).toBe(false);
  } finally {
    Object.defineProperty(Math, 'random', descriptor);
  }
});

test('the original setImmediate runs under fake timers', async () => {
  vi.useFakeTimers();
  expect(await new Promise((resolve) => void originals.setImmediate(() => resolve('ran')))).toBe('ran');
});
